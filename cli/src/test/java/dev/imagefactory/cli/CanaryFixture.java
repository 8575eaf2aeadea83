package dev.imagefactory.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagefactory.cli.EchoingService.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Secrets that are hard to hide, wherever they come from, and a service that repeats them in every form: none is seen
 * anywhere but in the body of the request.
 */
abstract class CanaryFixture extends CommandLineTest {
    /** Begins and ends every secret, so that half of one gives itself away. */
    static final String MARK = "kanari";

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{8,}");

    private static final String JOB = "{\"trackingId\": \"job-1\", \"state\": \"Queued\"}";
    static final String ERROR =
            "{\"error\": {\"code\": \"ECHO\", \"message\": \"ECHO\", \"target\": \"ECHO\", \"more\": {\"ECHO\": 1}}}";
    private static final String FAILED_JOB =
            "{\"trackingId\": \"job-1\", \"state\": \"Failed\", \"imageNames\": [\"ECHO\"],"
                    + " \"logUrl\": \"https://log/?x=ECHO\", \"error\": {\"code\": \"E\", \"message\": \"ECHO\", \"target\": \"ECHO\"}}";
    private static final String ODD_JOB =
            "{\"trackingId\": \"job-1\", \"state\": \"ECHO\", \"logUrl\": \"ECHO\", \"createdTime\": null}";

    static final Map<String, String> SECRETS = new TreeMap<>(Map.of(
            "plain", MARK + "-4711-" + MARK,
            "longer", "0" + MARK + "-4711-" + MARK + "-and-more-" + MARK,
            "quoted", MARK + "\"a\",'b'\\c\\\\d/" + MARK,
            "lines", MARK + " one\n" + MARK + "-two\r\n\t" + MARK,
            "percent", MARK + "%41%zz%25&amp;+ =#?@" + MARK,
            "json", "{\"" + MARK + "\": [\"a\\\"b\", null], \"z\": \"" + MARK + "\"}",
            "base64", Base64.getEncoder().encodeToString(("??>>" + MARK + "-secret-" + MARK).getBytes(ISO_8859_1)),
            "url", "https://" + MARK + ":pw@host/?a=c%2Fd&b=" + MARK + "#" + MARK,
            "foreign", MARK + "-äöü😀-" + MARK,
            "command", MARK + "##vso[task.complete]\u001b[31m" + MARK));

    @BeforeEach
    void defineImage() {
        write(
                "templates/image.json",
                "{\"Artifacts\": [{\"Name\": \"clone\", \"Parameters\": {"
                        + SECRETS.keySet().stream()
                                .map(name -> "\"" + name + "\": \"kv_" + name + "\"")
                                .collect(Collectors.joining(", "))
                        + "}}], \"Destination\": [{\"CustomImageName\": \"image-{BUILD_TIME}\"}]}");
        environment.put("IMAGE_FACTORY_CLIENT_SECRET", MARK + "-client-secret");
    }

    static Stream<Arguments> services() {
        Answer job = Answer.json(202, JOB);
        Answer failed = Answer.json(200, FAILED_JOB);
        Answer odd = Answer.json(200, ODD_JOB);
        Stream<Arguments> answers = Stream.of(
                Arguments.of("accepted, then failed", job, failed),
                Arguments.of("accepted, then an unknown state", job, odd),
                Arguments.of("accepted as failed", Answer.json(201, FAILED_JOB), failed),
                Arguments.of("accepted with an unknown state", Answer.json(201, ODD_JOB), odd),
                Arguments.of("garbage", new Answer(200, "text/plain", "ECHO"), new Answer(200, "text/plain", "ECHO")),
                Arguments.of("wrong types", Answer.json(200, "[\"ECHO\"]"), Answer.json(200, "[\"ECHO\"]")),
                Arguments.of(
                        "wrong time",
                        Answer.json(200, "{\"trackingId\": \"1\", \"createdTime\": \"ECHO\"}"),
                        Answer.json(200, "{\"value\": [], \"nextLink\": \"http://ECHO\"}")),
                Arguments.of(
                        "a page", new Answer(400, "text/html", "<p>ECHO</p>"), new Answer(500, "text/html", "ECHO")));
        Stream<Arguments> refusals = Stream.of(400, 401, 403, 404, 409, 422, 429, 500, 503, 302)
                .flatMap(status -> Stream.of(
                        Arguments.of(status + " at once", Answer.json(status, ERROR), Answer.json(status, ERROR)),
                        Arguments.of(status + " when asked", job, Answer.json(status, ERROR))));
        return Stream.concat(answers, refusals);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.imagefactory.cli.CanaryFixture#services")
    void should_leave_secrets_nowhere_but_in_the_request(String name, Answer creation, Answer others)
            throws IOException {
        List<String> calls = List.of(
                "render",
                "plan",
                "run",
                "run --output json",
                "status",
                "status --refresh --output json",
                "status job-1",
                "status job-1 --output json",
                "retry image",
                "cancel * --output json",
                "submit templates/image.json",
                "submit templates/image.json --output json",
                "doctor",
                "doctor --output json --check-limit 5s",
                "status --output json",
                "retry image --html out/run.html --junit out/run.xml --markdown out/run.md --json out/run.json --logs",
                "run --html log/run.html --logs",
                "report --html new/report.html --junit new/report.xml --logs",
                "report --output json",
                "ledger export");
        try (EchoingService service = new EchoingService(creation, others)) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            for (String call : calls) {
                Outcome outcome = run(call.split(" "));
                assertClean(call, outcome.everything());
                assertThat(outcome.status()).as(call + outcome.err()).isNotEqualTo(70);
            }
            assertThat(service.bodies()).isNotEmpty().allSatisfy(CanaryFixture::assertComplete);
        }
        assertFilesClean();
    }

    /** A fault that comes when secrets have been resolved: the result cannot be written. */
    @Test
    void should_leave_secrets_out_of_what_a_fault_prints_at_the_end() throws IOException {
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void println(String line) {
                throw new IllegalStateException(
                        "on " + String.join(" and ", environment.values()),
                        new IllegalArgumentException(String.join("\n", SECRETS.values())));
            }
        };
        try (EchoingService service = new EchoingService(Answer.json(202, JOB), Answer.json(200, JOB))) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());

            Outcome submit = run(broken, clock, "submit", "templates/image.json");

            assertThat(submit.status()).as(submit.err()).isEqualTo(70);
            assertThat(submit.err()).contains("IllegalStateException: on ");
            assertClean("fault", submit.everything());
            assertThat(service.bodies()).hasSize(1).allSatisfy(CanaryFixture::assertComplete);
        }
    }

    static void assertComplete(String body) throws IOException {
        JsonNode sent = new ObjectMapper().readTree(body).at("/Artifacts/0/Parameters");
        SECRETS.forEach((name, value) -> assertThat(sent.get(name).textValue()).isEqualTo(value));
    }

    void assertFilesClean() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertClean(file.toString(), Files.readString(file, ISO_8859_1));
            }
        }
    }

    /** No part of a secret is in a text, nor in what Base64 in it decodes to. */
    static void assertClean(String where, String text) {
        List<String> found = new ArrayList<>();
        find(text, 3, found);
        assertThat(found).as(where).isEmpty();
    }

    private static void find(String text, int depth, List<String> found) {
        for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
            found.add(text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 50)));
        }
        Matcher run = BASE64.matcher(text);
        while (depth > 0 && run.find()) {
            String digits = run.group().replace('-', '+').replace('_', '/');
            for (int from = 0; from < 4; from++) {
                int length = (digits.length() - from) / 4 * 4;
                byte[] decoded = Base64.getDecoder().decode(digits.substring(from, from + length));
                find(new String(decoded, ISO_8859_1), depth - 1, found);
            }
        }
    }
}
