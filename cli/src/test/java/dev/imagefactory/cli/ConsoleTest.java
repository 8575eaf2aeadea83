package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagefactory.planner.StopSignal;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What foreign text can do to a terminal or a pipeline: nothing. */
class ConsoleTest extends CommandLineTest {
    /** Colour, window title, an 8-bit escape, a line of its own, text that runs backwards, commands to a pipeline. */
    private static final String HOSTILE =
            "##vso[task.complete result=Succeeded;]###[error] ##VSO[x]\u001b[31m\u001b]0;owned\u0007 \u009b2J \r\nerror: forged\u202e\u2066\u200f\u061c\u2028\u007f";

    /** HOSTILE as a text inside JSON, with the escapes that JSON demands and no others. */
    private static final String IN_JSON =
            "##vso[task.complete result=Succeeded;]###[error] ##VSO[x]\\u001b[31m\\u001b]0;owned\\u0007 \u009b2J \\r\\nerror: forged\u202e\u2066\u200f\u061c\u2028\u007f";

    private static void assertHarmless(Outcome outcome) {
        assertThat(outcome.everything().codePoints().filter(c -> c != '\n'))
                .as(outcome.toString())
                .noneMatch(Character::isISOControl)
                .noneMatch(c ->
                        Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.LINE_SEPARATOR);
        assertThat(outcome.everything().lines()).noneMatch(line -> line.startsWith("error: forged"));
        assertThat(outcome.everything()).doesNotContainIgnoringCase("##vso[").doesNotContain("##[");
    }

    private List<Outcome> outcomesOf(String... calls) {
        return List.of(calls).stream()
                .flatMap(call -> List.of(call, call + " --output json").stream())
                .map(call -> run(call.split(" ")))
                .toList();
    }

    @Test
    void should_keep_text_of_definitions_and_variables_harmless() {
        define("image", "A");
        write("templates/named.json", "{\"Destination\": {\"CustomImageName\": \"" + IN_JSON + "\"}}");
        write("templates/variables.json", "{\"A\": \"" + IN_JSON + "\"}");
        emulator("fail=*");

        List<Outcome> first = outcomesOf("validate", "render image", "plan", "run", "status");
        write("templates/variables.json", "{\"A\": \"" + IN_JSON + "2\"}");
        letBuildsEnd();
        List<Outcome> second = outcomesOf("plan", "status --refresh", "run", "cancel *");

        assertThat(first).allSatisfy(ConsoleTest::assertHarmless);
        assertThat(second).allSatisfy(ConsoleTest::assertHarmless);
        assertThat(first.get(3)
                        .json()
                        .at("/images/0/payload/Artifacts/0/Parameters/A")
                        .textValue())
                .isEqualTo(HOSTILE);
    }

    @Test
    void should_keep_what_is_wrong_in_files_harmless() {
        define("image");
        write("templates/broken.json", "{\"" + IN_JSON + "\": \"{UNKNOWN}\", \"b\": \"kv_" + HOSTILE.strip() + "\"}");
        write("imagefactory.json", "{\"only\": \"" + IN_JSON + "\"}");

        assertThat(outcomesOf("validate", "plan", "run --emulator", "doctor --emulator"))
                .allSatisfy(ConsoleTest::assertHarmless);
        write("templates/broken.json", "{\"a\": \"b\"}");
        assertThat(outcomesOf("plan")).allSatisfy(ConsoleTest::assertHarmless);
        write("imagefactory.json", "{\"" + IN_JSON + "\": 1}");
        assertThat(outcomesOf("plan")).allSatisfy(ConsoleTest::assertHarmless);
    }

    @Test
    void should_keep_the_arguments_of_a_call_harmless() {
        define("image");

        for (String option : List.of("--only", "--config", "--templates", "--output", "--max-attempts")) {
            assertHarmless(run("plan", option, HOSTILE));
        }
        assertHarmless(run("plan", HOSTILE));
        assertHarmless(run(HOSTILE));
    }

    @Test
    void should_keep_the_words_of_the_service_harmless() throws IOException {
        define("image");
        try (ScriptedService service =
                new ScriptedService(400, "{\"error\": {\"code\": \"X\", \"message\": \"" + IN_JSON + "\"}}")) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            assertThat(outcomesOf("run", "status", "doctor", "submit templates/image.json", "status 1"))
                    .allSatisfy(ConsoleTest::assertHarmless);
            service.answer(401, "{\"error\": {\"code\": \"X\", \"message\": \"" + IN_JSON + "\"}}");
            assertThat(outcomesOf("retry image", "status 1")).allSatisfy(ConsoleTest::assertHarmless);
            service.answer(
                    202,
                    "{\"trackingId\": \"" + IN_JSON + "\", \"state\": \"" + IN_JSON + "\", \"logUrl\": \"" + IN_JSON
                            + "\", \"error\": {\"code\": \"X\", \"message\": \"" + IN_JSON + "\"}}");
            assertThat(outcomesOf("retry image", "run", "status", "status 1", "cancel *"))
                    .allSatisfy(ConsoleTest::assertHarmless);
        }
    }

    @Test
    void should_keep_every_kind_of_output_harmless() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Console console = console(bytes);
        List<Consumer<String>> outputs = List.of(
                console::result,
                text -> console.result(Console.Colour.RED, text),
                text -> console.document("[\"" + text.replace(HOSTILE, IN_JSON) + "\"]"),
                console::note,
                console::warning,
                console::error,
                text -> console.problems(
                        List.of(new Problem(ProblemCode.EMPTY_FILE, Location.of(text), text, text, text))),
                text -> console.fault(
                        new IllegalStateException(text, new IllegalArgumentException(text)), shown -> shown));

        for (Consumer<String> output : outputs) {
            output.accept("a " + HOSTILE + " b");
            output.accept(HOSTILE);
        }

        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertHarmless(new Outcome(0, printed, ""));
        assertThat(printed.lines().filter(line -> line.contains("task.complete")))
                .hasSizeGreaterThan(15);
    }

    @Test
    void should_name_every_way_of_output_in_the_test_above() {
        assertThat(Stream.of(Console.class.getDeclaredMethods())
                        .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                        .map(Method::getName)
                        .distinct())
                .containsExactlyInAnyOrder(
                        "result",
                        "document",
                        "note",
                        "warning",
                        "error",
                        "problems",
                        "fault",
                        "err",
                        "plain",
                        "pipeline");
    }

    @Property
    void should_leave_a_document_equal_that_holds_commands(@ForAll("commands") List<String> parts) throws IOException {
        String document = new ObjectMapper().writeValueAsString(Map.of("a", parts, String.join("", parts), 1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        console(bytes).document(document);

        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertThat(printed).doesNotContainIgnoringCase("##vso[").doesNotContain("##[");
        assertThat(new ObjectMapper().readTree(printed)).isEqualTo(new ObjectMapper().readTree(document));
    }

    @Provide
    Arbitrary<List<String>> commands() {
        return Arbitraries.of("#", "##", "vso", "VsO", "[", "\\", "\"", "u0023", "x")
                .list();
    }

    private static Console console(ByteArrayOutputStream bytes) {
        PrintStream printing = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Console(printing, printing, false, Pipeline.NONE);
    }

    @Property
    void should_leave_one_line_without_control_characters(@ForAll String text) {
        String plain = Console.plain(text);

        assertThat(plain.codePoints().noneMatch(Character::isISOControl)).isTrue();
        assertThat(plain.codePointCount(0, plain.length())).isEqualTo(text.codePointCount(0, text.length()));
        assertThat(plain).doesNotContainIgnoringCase("##vso[").doesNotContain("##[");
        assertThat(Console.plain(plain)).isEqualTo(plain);
    }

    @Test
    void should_colour_and_draw_on_a_terminal_only() {
        define("image");

        assertThat(onTerminal("plan", "--only", "nobody"))
                .startsWith("\u001b[31merror: \u001b[0mno defined image matches");
        assertThat(onTerminal("run", "--emulator", "--build-time", "0.01s", "--wait"))
                .contains("Images 100%", "1/1");
        environment.put("NO_COLOR", "1");
        assertThat(onTerminal("plan", "--only", "nobody")).startsWith("error: no defined image matches");
    }

    private String onTerminal(String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream printing = new PrintStream(err, true, StandardCharsets.UTF_8);
        new Application(new Surroundings(
                        folder, environment, printing, printing, true, Clock.systemUTC(), new StopSignal()))
                .run(arguments);
        return err.toString(StandardCharsets.UTF_8);
    }
}
