package dev.imagefactory.planner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Problems;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of a saved plan. */
class SavedPlanTest extends RunnerFixture {
    private SavedPlan plan(ImageSelection selection) {
        LedgerContents contents = ledger.contents();
        List<PlannedImage> plan = new ImagePlanner(policy).plan(images.rendered(), contents, selection, clock.now);
        return SavedPlan.of(plan, contents, ledger.service(), selection, policy);
    }

    private static Optional<SavedPlan> read(String json, Problems problems) {
        return SavedPlan.read(SourceFile.of("plan.json", json.getBytes(UTF_8)), problems);
    }

    @Test
    void should_write_the_documented_form() {
        ledger.bind("https://factory");
        images.define("b", "\"x\": \"kv_secret\", \"Destination\": {\"CustomImageName\": \"b-{BUILD_DATE}\"}");
        Failure failure = new Failure(FailureClass.OURS, "renew it");
        policy = policy.forcing(ImageSelection.matching(List.of("b")))
                .withFailureRules(new FailureRules(List.of(new FailureRules.Rule(Pattern.compile("ex.*"), failure))))
                .withChangeGuards(ChangeGuards.DEFAULT.withPairs(List.of(new VariablePair("B", "A"))));

        assertThat(plan(new ImageSelection(List.of("*"), List.of("c"))).json().replaceAll("[0-9a-f]{64}", "SHA-256"))
                .isEqualTo("""
                        {
                          "schemaVersion": 2,
                          "service": "https://factory",
                          "inputs": {
                            "only": [
                              "*"
                            ],
                            "exclude": [
                              "c"
                            ],
                            "forced": [
                              "b"
                            ],
                            "policy": {
                              "maxAttempts": 3,
                              "refuseUnchangedNames": false,
                              "pairs": [
                                [
                                  "A",
                                  "B"
                                ]
                              ],
                              "splitPairs": "warn",
                              "downgrades": "refuse",
                              "failureRules": [
                                {
                                  "pattern": "ex.*",
                                  "class": "ours",
                                  "advice": "renew it"
                                }
                              ]
                            },
                            "images": [
                              {
                                "id": "a",
                                "fingerprint": "SHA-256",
                                "definitionFingerprint": "SHA-256",
                                "defaultsFingerprint": null,
                                "variables": {
                                  "V": "1"
                                }
                              },
                              {
                                "id": "b",
                                "fingerprint": "SHA-256",
                                "definitionFingerprint": "SHA-256",
                                "defaultsFingerprint": null,
                                "variables": {}
                              }
                            ]
                          },
                          "ledger": "SHA-256",
                          "images": [
                            {
                              "id": "a",
                              "action": "build",
                              "reason": {
                                "code": "new",
                                "message": "never built"
                              },
                              "warning": null,
                              "fingerprint": "SHA-256",
                              "attempt": 1,
                              "imageNames": [
                                "a_1"
                              ]
                            },
                            {
                              "id": "b",
                              "action": "build",
                              "reason": {
                                "code": "forced",
                                "message": "asked for by name"
                              },
                              "warning": null,
                              "fingerprint": "SHA-256",
                              "attempt": 1,
                              "imageNames": [
                                "b-2026-11-23"
                              ]
                            }
                          ]
                        }
                        """);
    }

    @Test
    void should_read_back_what_it_wrote() {
        report();
        images.remove("b").define("c", "\"x\": \"\u00e4\u2028\\\"{V}\"");
        policy = policy.withMaxAttempts(7)
                .refusingUnchangedNames(true)
                .withChangeGuards(new ChangeGuards(
                        List.of(new VariablePair("V", "W")), ChangeGuards.Reaction.IGNORE, ChangeGuards.Reaction.WARN));
        SavedPlan plan = plan(ImageSelection.ALL);
        Problems problems = new Problems();

        assertThat(plan.decisions())
                .extracting(SavedPlan.Decision::toString)
                .containsExactly("wait (in-progress)", "wait (orphaned)", "build (new, attempt 1)");
        assertThat(read(plan.json(), problems)).as(problems.sorted().toString()).contains(plan);
        assertThat(plan.policy()).isEqualTo(policy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "schemaVersion": 2      | "schemaVersion": 1         | 2:20: error invalid-setting: this is no plan of schema version 2 (found: 1), at /schemaVersion
            "schemaVersion": 2      | "version": 1               | 1:1: error invalid-setting: this is no plan of schema version 2 (found: none), at /schemaVersion
            "service": null         | "service": 1               | 3:14: error invalid-setting: 'service' is not a text, at /service
            "only": []              | "only": "a"                | 5:13: error invalid-setting: 'only' is not a list, at /inputs/only
            "exclude": []           | "exclude": [1]             | 6:17: error invalid-setting: 'exclude' holds what is not a text, at /inputs/exclude
            "ledger":               | "x":                       | 1:1: error invalid-setting: 'ledger' is missing
            "maxAttempts": 3        | "maxAttempts": 0           | 9:22: error invalid-setting: 'maxAttempts' is not a number from 1, at /inputs/policy/maxAttempts
            "maxAttempts": 3        | "x": 3                     | 8:15: error invalid-setting: 'maxAttempts' is missing, at /inputs/policy
            "refuseUnchangedNames": false | "refuseUnchangedNames": "no" | 10:31: error invalid-setting: 'refuseUnchangedNames' is not true or false, at /inputs/policy/refuseUnchangedNames
            "pairs": []             | "pairs": [["A", "A"]]      | 11:17: error invalid-setting: 'pairs' holds what is not a pair of names, at /inputs/policy/pairs
            "splitPairs": "warn"    | "splitPairs": "error"      | 12:21: error invalid-setting: there is no splitPairs 'error', at /inputs/policy/splitPairs
            "action": "build"       | "action": "shrug"          | 32:17: error invalid-setting: there is no action 'shrug', at /images/0/action
            "code": "new"           | "code": "newer"            | 34:17: error invalid-setting: there is no code 'newer', at /images/0/reason/code
            "attempt": 1            | "attempt": 0               | 39:18: error invalid-setting: 'attempt' is not a number from 1, at /images/0/attempt
            "imageNames": [         | "imageNames": 7, "x": [    | 40:21: error invalid-setting: 'imageNames' is not a list, at /images/0/imageNames
            `"reason": {`           | `"reason": 7, "x": {`      | 33:17: error invalid-setting: 'reason' is not an object, at /images/0/reason
            """)
    void should_say_where_a_file_is_wrong(String part, String wrong, String problem) {
        images.remove("b");
        policy = policy.withFailureRules(new FailureRules(List.of()));
        String json = plan(ImageSelection.ALL).json();
        assertThat(json).contains(part);
        Problems problems = new Problems();

        assertThat(read(json.replace(part, wrong), problems)).isEmpty();
        assertThat(problems.sorted())
                .extracting(Problem::toString)
                .first()
                .isEqualTo("plan.json:" + problem + "; make a new plan with 'imagefactory plan --out'; do not edit it");
    }

    @Test
    void should_refuse_an_image_that_stands_there_twice() {
        String json = plan(ImageSelection.ALL).json().replace("\"id\": \"b\"", "\"id\": \"a\"");
        Problems problems = new Problems();

        assertThat(read(json, problems)).isEmpty();
        assertThat(problems.sorted())
                .extracting(problem -> problem.pointer() + " " + problem.message())
                .containsExactly(
                        "/inputs/images/1 the image 'a' stands here twice",
                        "/images/1 the image 'a' stands here twice");
    }

    /** A choice that is added to the policy decides about images, or is named here as one that does not. */
    @Test
    void should_compare_every_choice_of_a_policy_that_decides() {
        List<String> choices = new ArrayList<>(Stream.of(PlanPolicy.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
        choices.removeAll(List.of("forced", "stallLimits"));

        assertThat(PlanPolicy.DEFAULT.decisive()).containsOnlyKeys(choices);
    }

    @Test
    void should_tell_ledgers_apart_by_what_became_of_builds() {
        String empty = ledger.contents().fingerprint();
        report();
        String queued = ledger.contents().fingerprint();
        report();
        String still = ledger.contents().fingerprint();
        service.setAll(BuildState.SUCCEEDED);
        report();

        assertThat(still).isEqualTo(queued);
        assertThat(List.of(empty, queued, ledger.contents().fingerprint())).doesNotHaveDuplicates();
    }
}
