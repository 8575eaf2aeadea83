package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ContractClient.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreationTest extends EmulatorTest {

    @Test
    void should_start_a_queued_job() throws Exception {
        ImageFactoryEmulator emulator = started(emulator());
        ContractClient client = new ContractClient(emulator.endpoint());

        Reply reply = client.create("?imageName=Helix-VS2022", "{}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.state()).isEqualTo("Queued");
        assertThat(reply.json().get("createdTime").textValue()).isEqualTo("2026-06-20T08:00:00Z");
        assertThat(reply.json().get("logUrl").textValue())
                .isEqualTo(emulator.endpoint() + "/api/images/" + reply.trackingId() + "/log");
        assertThat(reply.header("Repeatability-Result")).isEmpty();
        assertThat(emulator.jobs())
                .containsExactly(new StartedJob(reply.trackingId(), null, List.of("Helix-VS2022"), clock.instant()));
    }

    @Test
    void should_take_the_image_names_from_the_query_first() throws Exception {
        Reply reply = client(emulator())
                .create(
                        "?imageName=a%20b&imageName=c%C3%BC&imageName=a+b",
                        "{\"Destination\":{\"CustomImageName\":\"d\"}}");

        assertThat(reply.imageNames()).containsExactly("a b", "cü");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"Destination":[{"CustomImageName":"a"},{"SubId":"s"},{"customimagename":"b"},{"CUSTOMIMAGENAME":"a"}]} | a,b
            {"dEsTiNaTiOn":{"CustomImageName":"a"}}                                                            | a
            {"Destination":["text",7,null,{"CustomImageName":7}]}                                              | ``
            {"Destination":"text"}                                                                             | ``
            {}                                                                                                 | ``
            """)
    void should_else_take_the_image_names_from_the_destinations(String body, String expected) throws Exception {
        Reply reply = client(emulator()).create("", body);

        List<String> names = Stream.of(expected.split(",", -1))
                .filter(name -> !name.isEmpty())
                .toList();
        assertThat(reply.imageNames()).isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "7", "{", "{} {}", "{\"a\":}", "not json"})
    void should_refuse_a_body_that_is_no_object(String body) throws Exception {
        ImageFactoryEmulator emulator = started(emulator());

        Reply reply = new ContractClient(emulator.endpoint()).create("", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(emulator.jobs()).isEmpty();
    }

    @Test
    void should_not_quote_the_body_it_cannot_read() throws Exception {
        Reply reply = client(emulator()).create("", "{\"password\": hunter2 }");

        assertThat(reply.errorCode()).isEqualTo("InvalidJson");
        assertThat(reply.text()).contains("line 1").doesNotContain("hunter2").doesNotContain("Exception");
    }

    @Test
    void should_take_a_body_of_four_mebibytes_and_refuse_a_larger_one() throws Exception {
        ContractClient client = client(emulator());
        String largest = "{\"a\":\"" + "x".repeat(4 * 1024 * 1024 - 8) + "\"}";

        assertThat(client.create("", largest).status()).isEqualTo(202);
        assertThat(client.create("", largest + " ").errorCode()).isEqualTo("BodyTooLarge");
        assertThat(client.create("", largest.repeat(5)).errorCode()).isEqualTo("BodyTooLarge");
    }

    @Test
    void should_refuse_another_content_type() throws Exception {
        ContractClient client = client(emulator());

        assertThat(client.send(client.request("/api/images/create").POST(BodyPublishers.ofString("{}")), "{}")
                        .errorCode())
                .isEqualTo("InvalidContentType");
        assertThat(client.send(
                                client.request("/api/images/create", "Content-Type", "Application/JSON; charset=utf-8")
                                        .POST(BodyPublishers.ofString("{}")),
                                "{}")
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?imageName=", "?imageName", "?imageName=a&imageName="})
    void should_refuse_an_empty_image_name(String query) throws Exception {
        assertThat(client(emulator()).create(query, "{}").errorCode()).isEqualTo("InvalidParameter");
    }

    @Test
    void should_keep_nothing_of_the_definition_but_names() throws Exception {
        ImageFactoryEmulator emulator = started(emulator());
        ContractClient client = new ContractClient(emulator.endpoint());
        Reply reply = client.create("", """
                {"Artifacts": [{"Name": "windows-vs", "Parameters": {"Password": "hunter2"}}],
                 "Destination": [{"CustomImageName": "Helix", "SubId": "hunter2"}]}""");
        clock.advance(BUILD_TIME);

        assertThat(client.log(reply.trackingId()).text()).contains("windows-vs").doesNotContain("hunter2");
        close(emulator);
        try (Stream<Path> files = Files.list(dataDirectory)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
            }
        }
    }
}
