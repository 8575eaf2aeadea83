package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are retried, and what is said of them. */
class FailuresTest extends CommandLineTest {
    @Test
    void should_not_submit_again_what_the_service_refused() throws IOException {
        define("image");
        try (ScriptedService service = new ScriptedService(
                400, "{\"error\": {\"code\": \"SourceImageNotFound\", \"message\": \"Source image 'x' is gone.\"}}")) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            run("run");
            Outcome blocked = run("run", "--output", "json");

            assertThat(service.bodies()).hasSize(1);
            assertThat(blocked.status()).isEqualTo(1);
            assertThat(blocked.image("image").at("/reason/code").textValue()).isEqualTo("failed-for-good");
            assertThat(blocked.image("image").at("/reason/message").textValue())
                    .isEqualTo("another attempt would fail again; the last failed: SourceImageNotFound:"
                            + " Source image 'x' is gone; correct the base image in the definition, or have the"
                            + " missing image published");
            assertThat(blocked.image("image").get("failureClass").textValue()).isEqualTo("permanent");
            assertThat(blocked.image("image").get("advice").textValue())
                    .isEqualTo("correct the base image in the definition, or have the missing image published");
            assertThat(run("retry", "image").err())
                    .contains("error: image: attempt 2 failed (permanent): SourceImageNotFound: Source image 'x' is"
                            + " gone; correct the base image in the definition, or have the missing image"
                            + " published\n");
            assertThat(service.bodies()).hasSize(2);
            assertThat(run("status").err()).containsOnlyOnce("correct the base image");
        }
    }

    @Test
    void should_say_whose_image_failed() {
        defineNamed("image");
        defineNamed("stranger");
        write("imagefactory.yaml", """
                imageSettings: [{images: image, owner: image-team}]
                maxAttempts: 1
                failAge: 1d
                """);
        emulator("succeed@1=*", "fail=*");
        run("run");
        letBuildsEnd();
        run("run");
        run("retry", "*");
        letBuildsEnd();

        Outcome failed = run("run");
        Outcome blocked = run("run");
        clock.advance(Duration.ofDays(2));
        Outcome old = run("status");

        assertThat(failed.err().lines())
                .filteredOn(line -> line.startsWith("error: image: attempt 2 failed"))
                .singleElement()
                .asString()
                .endsWith("/log; owner: image-team");
        assertThat(failed.err().lines())
                .filteredOn(line -> line.startsWith("error: stranger: attempt 2 failed"))
                .singleElement()
                .asString()
                .endsWith("/log");
        assertThat(blocked.err()).containsPattern("error: image: all 1 attempts .*/log; owner: image-team\n");
        assertThat(old.err()).containsPattern("error: image: last built .*; owner: image-team\n");
        assertThat(run("status", "--output", "json").err()).contains("; owner: image-team\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --failure-rules rules.yaml", "run"})
    void should_go_by_the_rules_of_the_documentation_where_a_team_adds_them(String call) throws IOException {
        Matcher example = Pattern.compile("(?ms)^```yaml\\n(rules:.*?)^```$")
                .matcher(Files.readString(Path.of(System.getProperty("repository.root"), "docs/cli.md")));
        assertThat(example.find()).isTrue();
        write("rules.yaml", example.group(1));
        if (call.equals("run")) {
            write("imagefactory.yaml", "failureRules: rules.yaml");
        }
        write("templates/clone.json", "{\"Artifacts\": [{\"Name\": \"linux-git-clone\"}]}");
        write("templates/other.json", "{\"Artifacts\": [{\"Name\": \"windows-install\"}]}");
        ImageFactoryEmulator emulator = emulator("fail=*");
        run(call.split(" "));
        letBuildsEnd();

        Outcome second = run((call + " --output json").split(" "));

        assertThat(second.image("clone").at("/reason/message").textValue())
                .endsWith("; renew the access token in the key vault");
        assertThat(second.image("other").get("action").textValue()).isEqualTo("retry");
        assertThat(emulator.jobs()).hasSize(3);
    }

    @Test
    void should_say_where_a_file_of_rules_is_wrong() {
        define("image");
        write("conf/rules.yaml", """
                rules:
                  - pattern: 'ok'
                    class: ours
                    advice: x
                  - pattern: '[a'
                    class: never
                    advice: x
                """);
        ImageFactoryEmulator emulator = emulator();

        Outcome run = run("run", "--failure-rules", "conf/rules.yaml");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines())
                .contains(
                        "conf/rules.yaml:5:14: error invalid-setting: the pattern is no regular expression: Unclosed"
                                + " character class near index 1, at /rules/1/pattern; correct the pattern",
                        "conf/rules.yaml:6:12: error invalid-setting: the class is permanent, transient or ours, not"
                                + " 'never', at /rules/1/class; correct the class");
        assertThat(emulator.jobs()).isEmpty();
        assertThat(run("plan", "--failure-rules", "nowhere.yaml").status()).isEqualTo(2);
    }
}
