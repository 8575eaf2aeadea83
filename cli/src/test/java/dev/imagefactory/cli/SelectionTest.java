package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which images a call is about: --only, --exclude, --force and the images that are named. */
class SelectionTest extends CommandLineTest {
    @BeforeEach
    void defineImages() {
        define("VS2022/client");
        define("VS2022/server");
        define("ubuntu");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run --only VS2022/*                    | VS2022-client VS2022-server
            run --only *ient --only ubuntu         | VS2022-client ubuntu
            run --exclude VS2022/*                 | ubuntu
            run --only VS2022/* --exclude *server  | VS2022-client
            retry ubuntu                           | ubuntu
            retry VS2022/* ubuntu                  | VS2022-client VS2022-server ubuntu
            """)
    void should_submit_the_selected_images(String call, String submitted) {
        ImageFactoryEmulator emulator = emulator();

        Outcome run = run(call.split(" "));

        assertThat(run.status()).isZero();
        assertThat(imagesOf(emulator)).containsExactly(submitted.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --only ubunto",
                "run --only ubuntu --only ubunto",
                "run --exclude ubunto",
                "run --force ubunto",
                "retry ubunto",
                "retry ubuntu ubunto",
                "cancel ubunto",
                "plan --only ubunto",
                "plan --exclude ubunto",
                "status --only ubunto",
                "status --refresh --only ubunto",
                "render ubunto"
            })
    void should_refuse_a_pattern_that_matches_nothing(String call) {
        ImageFactoryEmulator emulator = emulator();

        Outcome outcome = run(call.split(" "));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("error: no defined image matches 'ubunto'; ");
        assertThat(emulator.jobs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --only VS2022/* --force ubuntu",
                "run --exclude ubuntu --force *",
                "retry ubuntu --exclude ubuntu"
            })
    void should_refuse_to_force_what_is_left_out(String call) {
        ImageFactoryEmulator emulator = emulator();

        Outcome outcome = run(call.split(" "));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("leaves out what is to be built: [ubuntu]");
        assertThat(emulator.jobs()).isEmpty();
    }

    @Test
    void should_take_a_value_behind_an_equals_sign() {
        assertThat(run("plan", "--only=ubuntu", "--output=json").json().get("images"))
                .hasSize(1);
    }

    @Test
    void should_suggest_the_nearest_image() {
        assertThat(run("plan", "--only", "VS2022/servr").err()).contains("did you mean 'VS2022/server'?");
    }

    @Test
    void should_force_what_is_up_to_date_and_nothing_else() {
        ImageFactoryEmulator emulator = emulator();
        run("run");
        letBuildsEnd();
        run("run");

        Outcome forced = run("run", "--force", "VS2022/client", "ubuntu", "--output", "json");
        Outcome again = run("run", "--force", "ubuntu", "--output", "json");

        assertThat(forced.status()).isZero();
        assertThat(forced.image("ubuntu").at("/reason/code").textValue()).isEqualTo("forced");
        assertThat(forced.image("VS2022/server").get("action").textValue()).isEqualTo("none");
        assertThat(again.image("ubuntu").get("action").textValue()).isEqualTo("wait");
        assertThat(imagesOf(emulator))
                .containsExactly("VS2022-client", "VS2022-client", "VS2022-server", "ubuntu", "ubuntu");
    }

    @Test
    void should_refuse_to_force_without_saying_what() {
        ImageFactoryEmulator emulator = emulator();

        Outcome outcome = run("run", "--force");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("--force");
        assertThat(emulator.jobs()).isEmpty();
    }

    @Test
    void should_cancel_the_selected_builds_and_leave_the_others() {
        emulator();
        run("run");

        Outcome cancel = run("cancel", "VS2022/*");
        Outcome run = run("run", "--output", "json");

        assertThat(cancel.status()).isZero();
        assertThat(cancel.out().lines()).containsExactly("VS2022/client cancelled", "VS2022/server cancelled");
        assertThat(List.of("VS2022/client", "VS2022/server", "ubuntu"))
                .extracting(id -> run.image(id).get("action").textValue())
                .containsExactly("retry", "retry", "wait");
    }

    @Test
    void should_report_a_cancellation_as_json() {
        emulator();
        run("run");

        Outcome cancel = run("cancel", "ubuntu", "--output", "json");

        assertThat(cancel.image("ubuntu").get("state").textValue()).isEqualTo("cancelled");
        assertThat(cancel.json().get("incidents")).isEmpty();
    }

    @Test
    void should_not_cancel_what_has_ended() {
        emulator();
        run("run");
        letBuildsEnd();

        Outcome cancel = run("cancel", "*");

        assertThat(cancel.status()).isZero();
        assertThat(cancel.out()).contains("ubuntu succeeded");
    }

    @ParameterizedTest
    @CsvSource({"forget, 0, unknown", "fail, 1, failed", "cancel, 0, cancelled"})
    void should_say_what_became_of_builds_that_a_cancellation_came_too_late_for(String rule, int status, String state) {
        emulator(rule + "=ubuntu*");
        run("run", "--only", "ubuntu");
        letBuildsEnd();

        Outcome cancel = run("cancel", "ubuntu");

        assertThat(cancel.status()).isEqualTo(status);
        assertThat(cancel.out()).startsWith("ubuntu " + state);
    }
}
