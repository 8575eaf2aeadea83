package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that help ends with, held against the parser. */
class ExamplesTest extends CommandLineTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static List<String> commands() {
        return List.copyOf(CompletionTest.parser().getCommands().keySet());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void should_end_help_with_calls_that_the_parser_takes(String command) {
        List<String> examples = Examples.of(command);

        assertThat(examples)
                .isNotEmpty()
                .allMatch(example -> example.startsWith(command + " ") || example.equals(command));
        for (String example : examples) {
            String[] arguments = WORD.matcher(example.replaceFirst(" > .*", ""))
                    .results()
                    .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                    .toArray(String[]::new);
            CompletionTest.parser().parse(arguments);
            assertThat(List.of(arguments))
                    .filteredOn(argument -> argument.startsWith("--"))
                    .isSubsetOf(options(command));
        }
        assertThat(run(command, "--help").out())
                .endsWith("\n\nExamples:\n  imagefactory " + String.join("\n  imagefactory ", examples) + "\n");
    }

    private static List<String> options(String command) {
        return Objects.requireNonNull(CompletionTest.parser().getCommands().get(command)).getParameters().stream()
                .flatMap(parameter -> Arrays.stream(parameter.getParameter().names()))
                .toList();
    }
}
