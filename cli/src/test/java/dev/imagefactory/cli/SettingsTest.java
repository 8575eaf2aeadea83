package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.EmulatorRule;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.osob.OsobPolicy;
import dev.imagefactory.osob.Proposal.Review;
import dev.imagefactory.osob.RequiredDates;
import dev.imagefactory.osob.Ring;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ChangeGuards.Reaction;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import dev.imagefactory.planner.VariablePair;
import dev.imagefactory.template.ImageIdPattern;
import dev.imagefactory.template.ImageNamePointer;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration file, and what wins over it. */
class SettingsTest extends CommandLineTest {
    /** Every key with a value of its own. */
    private static final String ALL_KEYS = """
            templates: definitions
            variables: [one.json, sub/two.json]
            ledger: state/builds.db
            imageNamePointer: /name
            imageSettings: [{images: "win*", owner: team}]
            knownRegions: [moonbase1]
            artifactCatalogue: artifacts
            maxAttempts: 5
            refuseUnchangedNames: true
            pairs: [[SDK_VERSION, SDK_FEED]]
            splitPairs: error
            failureRules: rules.yaml
            stalledAfter: {running: 6h, queued: 1d}
            warnAge: 20d
            failAge: P40D
            only: win*
            exclude: ["*old", "*bad"]
            pollInterval: 90s
            endpoint: https://imagefactory.example.com
            authentication: client-secret
            tenantId: t
            clientId: c
            serviceConnectionId: s
            resourceId: r
            vault: https://v.vault.azure.net
            secretVersions: true
            contract: contract.json
            concurrency: 4
            maxSubmissions: 20
            lease: 20m
            waitBudget: 10m
            timeLimit: 2h
            onUnknownOutcome: resubmit
            osob: {consumer: ../osob}
            """;

    @Test
    void should_read_every_key() {
        SettingsFile file = SettingsFile.read(write("conf/all.yaml", ALL_KEYS), "conf/all.yaml");

        assertThat(ALL_KEYS.lines().map(line -> line.replaceFirst(":.*", "")))
                .containsExactlyElementsOf(SettingsFile.KEYS);
        assertThat(file)
                .usingRecursiveComparison()
                .ignoringFields("imageSettings", "pairs")
                .isEqualTo(new SettingsFile(
                        folder.resolve("conf/definitions"),
                        List.of(folder.resolve("conf/one.json"), folder.resolve("conf/sub/two.json")),
                        folder.resolve("conf/state/builds.db").toString(),
                        ImageNamePointer.parse("/name"),
                        List.of(),
                        List.of("moonbase1"),
                        folder.resolve("conf/artifacts"),
                        5,
                        true,
                        List.of(),
                        Reaction.REFUSE,
                        folder.resolve("conf/rules.yaml"),
                        Map.of(BuildState.RUNNING, Duration.ofHours(6), BuildState.QUEUED, Duration.ofDays(1)),
                        Duration.ofDays(20),
                        Duration.ofDays(40),
                        List.of("win*"),
                        List.of("*old", "*bad"),
                        Duration.ofSeconds(90),
                        "https://imagefactory.example.com",
                        "client-secret",
                        "t",
                        "c",
                        "s",
                        "r",
                        "https://v.vault.azure.net",
                        true,
                        folder.resolve("conf/contract.json"),
                        4,
                        20,
                        Duration.ofMinutes(20),
                        Duration.ofMinutes(10),
                        Duration.ofHours(2),
                        OnUnknownOutcome.RESUBMIT,
                        new OsobSettings(
                                folder.resolve("conf/../osob").toString(),
                                null,
                                null,
                                OsobPolicy.DEFAULT,
                                null,
                                null,
                                "osob",
                                null,
                                Review.NONE)));
        assertThat(file.imageSettings()).hasSize(1);
        assertThat(file.pairs())
                .extracting(SettingsFile.StatedPair::names)
                .containsExactly(new VariablePair("SDK_FEED", "SDK_VERSION"));
    }

    @Test
    void should_read_all_that_is_said_of_consumers() {
        OsobSettings osob = SettingsFile.read(write("conf/osob.yaml", """
                osob:
                  consumer: https://dev.azure.com/org/project/_git/osob
                  base: production
                  mapping: images.json
                  files: "definitions/*"
                  exclude: [definitions/charts/*, "*.generated.yaml"]
                  fields: [Image]
                  queueFields: QueueName
                  rings:
                    - {name: scouting, queues: "*.Scouting"}
                    - {name: regular, files: definitions/*, soak: 14d}
                  requiredDates: {required: Until, removal: Gone, extension: 30d, warning: 7d}
                  productNames: {VS_2022_VERSION: VS}
                  allOrNothing: true
                  pullRequest:
                    service: azure-devops
                    author: Image Bot <bot@example.com>
                    key: images
                    title: New images
                    labels: [images, automated]
                    reviewers: a
                    workItems: ["42"]
                    draft: true
                """), "conf/osob.yaml")
                .osob();

        assertThat(osob)
                .isEqualTo(new OsobSettings(
                        "https://dev.azure.com/org/project/_git/osob",
                        "production",
                        folder.resolve("conf/images.json"),
                        new OsobPolicy(
                                List.of(new ImageIdPattern("definitions/*")),
                                List.of(
                                        new ImageIdPattern("definitions/charts/*"),
                                        new ImageIdPattern("*.generated.yaml")),
                                List.of("Image"),
                                List.of("QueueName"),
                                List.of(
                                        new Ring(
                                                "scouting",
                                                List.of(),
                                                List.of(new ImageIdPattern("*.Scouting")),
                                                Duration.ZERO),
                                        new Ring(
                                                "regular",
                                                List.of(new ImageIdPattern("definitions/*")),
                                                List.of(),
                                                Duration.ofDays(14))),
                                new RequiredDates("Until", "Gone", Period.ofDays(30), Period.ofDays(7)),
                                new TreeMap<>(Map.of("VS_2022_VERSION", "VS")),
                                false,
                                true,
                                null),
                        "azure-devops",
                        "Image Bot <bot@example.com>",
                        "images",
                        "New images",
                        new Review(List.of("images", "automated"), List.of("a"), List.of("42"), true)));
    }

    @Test
    void should_report_all_that_is_wrong_with_what_is_said_of_consumers() {
        write("imagefactory.yaml", """
                osob:
                  consumers: x
                  rings: [{soak: 1d}, {name: a, soak: soon}, 7]
                  requiredDates: {extension: 36h}
                  productNames: {A: 1}
                  pullRequest: {service: gitlab, key: A B, author: me, draft: 1}
                """);

        Outcome run = run("osob", "versions", "--consumer", ".");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "at /osob/consumers; did you mean 'consumer'?",
                        "the ring has no name, at /osob/rings/0",
                        "at /osob/rings/1/soak",
                        "at /osob/rings/2",
                        "'36h' is not of whole days; write it as 90d, at /osob/requiredDates/extension",
                        "at /osob/productNames/A",
                        "'gitlab' is none of azure-devops, github, none, at /osob/pullRequest/service",
                        "at /osob/pullRequest/key",
                        "'me' is no author; write it as Name <name@host>, at /osob/pullRequest/author",
                        "at /osob/pullRequest/draft");
    }

    @ParameterizedTest
    @ValueSource(strings = {"imagefactory.yaml", "imagefactory.yml", "imagefactory.json"})
    void should_find_the_configuration_in_the_working_directory(String name) {
        write("definitions/image.json", "{}");
        write(name, "{\"templates\": \"definitions\"}");

        assertThat(run("plan", "--output", "json").image("image").get("action").textValue())
                .isEqualTo("build");
    }

    @Test
    void should_read_the_file_that_is_named_and_paths_relative_to_it() {
        ImageFactoryEmulator emulator = emulator();
        write("imagefactory.yaml", "not: read");
        write("conf/definitions/image.json", "{\"a\": \"{A}\", \"name\": \"called-{B}\"}");
        write("conf/a.json", "{\"A\": \"1\", \"B\": \"1\"}");
        write("conf/b.json", "{\"B\": \"2\"}");
        write("conf/my.yaml", """
                templates: definitions
                variables: [a.json, b.json]
                ledger: ../state/ledger.db
                imageNamePointer: /name
                """);

        Outcome run = run("run", "--config", "conf/my.yaml");

        assertThat(run.status()).isZero();
        assertThat(emulator.jobs().get(0).imageNames()).containsExactly("called-2");
        assertThat(folder.resolve("state/ledger.db")).exists();
    }

    @Test
    void should_let_options_win_over_the_file() {
        define("one");
        write("other/two.json", "{\"a\": \"{A}\", \"n\": \"name-of-two\"}");
        write("other/three.json", "{\"n\": \"name-of-three\"}");
        write("v.json", "{\"A\": \"1\"}");
        write("imagefactory.yaml", """
                templates: nowhere
                variables: nowhere.json
                ledger: ledger-of-the-file.db
                imageNamePointer: /nowhere
                only: nobody
                exclude: nobody
                maxAttempts: 9
                endpoint: https://nowhere.example.com
                """);
        ImageFactoryEmulator emulator = emulator("fail=*");
        String[] call = {
            "run",
            "--templates",
            "other",
            "--variables",
            "v.json",
            "--ledger",
            "mine.db",
            "--image-name-pointer",
            "/n",
            "--only",
            "t*",
            "--exclude",
            "three",
            "--max-attempts",
            "1",
            "--endpoint",
            emulator.endpoint().toString()
        };
        environment.clear();

        run(call);
        letBuildsEnd();
        Outcome blocked = run(call);

        assertThat(blocked.out()).as(blocked.err()).contains("all 1 attempts were unsuccessful");
        assertThat(emulator.jobs())
                .singleElement()
                .satisfies(job -> assertThat(job.imageNames()).containsExactly("name-of-two"));
        assertThat(folder.resolve("mine.db")).exists();
    }

    @Test
    void should_honour_the_choices_in_the_file() {
        defineNamed("kept", "A");
        defineNamed("left-out");
        variables("A", "1");
        ImageFactoryEmulator emulator = emulator();
        write("imagefactory.yaml", """
                only: ["*e*"]
                exclude: left-*
                refuseUnchangedNames: true
                endpoint: %s
                """.formatted(emulator.endpoint()));
        environment.clear();
        run("run");
        letBuildsEnd();
        run("run");
        variables("A", "2");

        Outcome refused = run("run");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(imagesOf(emulator)).containsExactly("kept");
    }

    @Test
    void should_wait_and_retry_as_the_file_says() {
        define("image");
        ImageFactoryEmulator emulator = emulator(builder -> builder.clock(Clock.systemUTC())
                .buildTime(Duration.ofMillis(20))
                .rule(EmulatorRule.parse("fail=*")));
        write("imagefactory.yaml", "maxAttempts: 1\npollInterval: 0.01s\n");

        Outcome run = run(Clock.systemUTC(), "run", "--wait");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("all 1 attempts were unsuccessful");
        assertThat(emulator.jobs()).hasSize(1);
    }

    @Test
    void should_take_the_endpoint_of_the_environment_before_that_of_the_file() {
        define("image");
        ImageFactoryEmulator emulator = emulator();
        write("imagefactory.yaml", "endpoint: https://nowhere.example.com");

        assertThat(run("run").status()).isZero();
        assertThat(emulator.jobs()).hasSize(1);
    }

    @Test
    void should_use_the_variables_beside_the_definitions_unless_told_otherwise() {
        define("image", "A");
        variables("A", "beside");
        write("other.json", "{\"A\": \"other\"}");

        assertThat(run("render").out()).contains("\"beside\"");
        assertThat(run("render", "--variables", "other.json").out()).contains("\"other\"");
        assertThat(run("render", "--variables", "other.json", "--variables", "templates/variables.json")
                        .out())
                .contains("\"beside\"");
    }

    @Test
    void should_name_the_nearest_setting_and_its_line() {
        define("image");
        write("imagefactory.yaml", "maxAttempts: 2\nledgr: x\nzzzzzzzzzz: x\n");

        Outcome plan = run("plan");

        assertThat(plan.status()).isEqualTo(2);
        assertThat(plan.err().lines())
                .first()
                .isEqualTo("imagefactory.yaml:2:1: error unknown-setting: there is no setting 'ledgr', at /ledgr;"
                        + " did you mean 'ledger'?");
        assertThat(plan.err())
                .contains("imagefactory.yaml:3:1: error unknown-setting: ", "the settings are templates, ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"templates": 1}               | the setting 'templates' is not a text
            {"templates": null}            | the setting 'templates' is not a text
            {"variables": [1]}             | the setting 'variables' is not a text or a list of texts
            {"variables": "a\\u0000b"}     | Nul character not allowed
            {"templates": "a\\u0000b"}     | Nul character not allowed
            {"only": {}}                   | the setting 'only' is not a text or a list of texts
            {"maxAttempts": 0}             | the setting 'maxAttempts' is not a whole number from 1 on
            {"maxAttempts": "3"}           | the setting 'maxAttempts' is not a whole number from 1 on
            {"maxAttempts": 1.5}           | the setting 'maxAttempts' is not a whole number from 1 on
            {"refuseUnchangedNames": "no"} | the setting 'refuseUnchangedNames' is not true or false
            {"pollInterval": 30}           | the setting 'pollInterval' is not a text
            {"pollInterval": "soon"}       | 'soon' is no duration; write 30s, 5m, 2h, 3d, 2w or PT30S
            {"stalledAfter": "1h"}         | the setting 'stalledAfter' is not a mapping of states to durations
            {"stalledAfter": {"running": 8}} | the setting 'stalledAfter' is not a mapping of states to durations
            {"stalledAfter": {"failed": "1h"}} | 'failed' is no state of a build that has not ended; those are submitting,
            {"stalledAfter": {"running": "0h"}} | '0h' is too short to be stalled after
            {"pairs": ["A", "B"]}          | the setting 'pairs' is not a list of pairs, each a list of two names of variables
            {"pairs": [["A", "A"]]}        | 'A' is no pair by itself; name two variables
            {"splitPairs": "maybe"}        | 'maybe' is none of ignore, warn and error
            {"warnAge": "old"}             | 'old' is no duration; write 30s, 5m, 2h, 3d, 2w or PT30S
            {"imageSettings": [{"images": "*", "rebuild": {"after": "23h"}}]} | an age of less than a day would build
            {"imageNamePointer": "name"}   | 'name' is no JSON pointer; begin it with /
            """)
    void should_refuse_a_value_of_the_wrong_form(String document, String message) {
        define("image");
        write("imagefactory.json", document);

        Outcome plan = run("plan");

        assertThat(plan.status()).isEqualTo(2);
        assertThat(plan.err()).startsWith("imagefactory.json:1:").contains(" error invalid-setting: " + message);
    }

    @Test
    void should_report_all_that_is_wrong_at_once_and_where() {
        write("imagefactory.yaml", """
                imageSettings:
                  - {owner: 1, rebuild: {on: monday, after: 1h, delay: soon}}
                  - {images: [a, 1], ring: 2}
                pairs: [[A, A], [A, B], [A]]
                stalledAfter: {failed: 1h, running: soon, queued: 1h}
                only: [a, 1, {}]
                """);

        Outcome validate = run("validate", "--output", "json");

        assertThat(validate.status()).isEqualTo(2);
        assertThat(validate.json().get("problems").findValuesAsText("pointer"))
                .containsExactly(
                        "/imageSettings/0",
                        "/imageSettings/0/owner",
                        "/imageSettings/0/rebuild/on",
                        "/imageSettings/0/rebuild/after",
                        "/imageSettings/0/rebuild/delay",
                        "/imageSettings/1",
                        "/imageSettings/1/ring",
                        "/pairs/0",
                        "/pairs/2",
                        "/stalledAfter/failed",
                        "/stalledAfter/running",
                        "/only/1",
                        "/only/2");
    }

    @Test
    void should_warn_of_what_is_about_no_image_and_no_variable() {
        define("VS2022/server", "A", "B_URL");
        variables("A", "1", "B_URL", "2");
        write("imagefactory.yaml", """
                imageSettings:
                  - images: ['VS2022/*', 'VS2019/*']
                    owner: team
                  - {images: VS2022/servr, owner: team}
                pairs: [[A, B_URL], [A, B_ULR]]
                """);

        Outcome validate = run("validate");

        assertThat(validate.status()).isZero();
        assertThat(validate.err().lines())
                .containsExactly(
                        "imagefactory.yaml:2:26: warning unused-setting: no image matches 'VS2019/*',"
                                + " at /imageSettings/0/images/1; correct the pattern, or delete it",
                        "imagefactory.yaml:4:14: warning unused-setting: no image matches 'VS2022/servr',"
                                + " at /imageSettings/1/images; did you mean 'VS2022/server'?",
                        "imagefactory.yaml:5:21: warning unused-setting: there is no variable 'B_ULR',"
                                + " at /pairs/1; did you mean 'B_URL'?");
        assertThat(run("submit", "--emulator", "templates/VS2022/server.json").err())
                .doesNotContain("unused-setting");
    }

    @Test
    void should_refuse_a_path_that_no_file_can_have() {
        Outcome plan = run("plan", "--templates", "a\0b");

        assertThat(plan.status()).isEqualTo(2);
        assertThat(plan.err()).startsWith("error: Nul character not allowed");
    }
}
