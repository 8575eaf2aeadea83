package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Services that answer otherwise than the emulator does. */
class OtherServicesTest extends CommandLineTest {
    @Test
    void should_not_take_a_poll_that_errs_for_a_failed_build() throws IOException {
        define("image");
        try (ScriptedService service = new ScriptedService(202, "{\"trackingId\": \"1\", \"state\": \"Queued\"}")) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            run("run");
            service.answer(200, "<html>not what was asked for</html>");
            Outcome erring = run("run", "--output", "json");
            service.answer(200, "{\"trackingId\": \"1\", \"state\": \"Succeeded\"}");
            Outcome passed = run("run");

            assertThat(erring.status()).isEqualTo(3);
            assertThat(erring.image("image").get("action").textValue()).isEqualTo("wait");
            assertThat(erring.image("image").get("state").textValue()).isEqualTo("queued");
            assertThat(passed.out()).endsWith("1 succeeded; nothing to do\n");
            assertThat(service.bodies()).hasSize(1);
        }
    }

    @Test
    void should_tell_of_a_failure_that_the_service_does_not_explain() throws IOException {
        define("image");
        try (ScriptedService service = new ScriptedService(202, "{\"trackingId\": \"1\", \"state\": \"Failed\"}")) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());

            Outcome run = run("run");

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).isEqualTo("error: image: attempt 1 failed (unclassified)\n");
        }
    }

    @Test
    void should_speak_the_contract_that_it_is_given() throws IOException {
        define("image");
        write("imagefactory.json", "{\"contract\": \"conf/contract.json\"}");
        write("conf/contract.json", "{\"fields\": {\"trackingId\": \"id\"}, \"states\": {\"Brewing\": \"Running\"}}");
        try (ScriptedService service = new ScriptedService(202, "{\"id\": \"7\", \"state\": \"Brewing\"}")) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());

            Outcome run = run("run", "--output", "json");

            assertThat(run.image("image").get("trackingId").textValue()).isEqualTo("7");
            assertThat(run.image("image").get("state").textValue()).isEqualTo("running");
        }
    }

    @Test
    void should_say_all_that_is_wrong_with_a_contract() {
        define("image");
        write("contract.json", "{\"routes\": {\"gett\": \"/x\"}, \"states\": {\"Done\": \"Finished\"}}");

        Outcome run = run("run", "--endpoint", "http://127.0.0.1:1", "--contract", "contract.json");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("the contract contract.json is wrong: ", "\"gett\"", "\"Done\"");
    }
}
