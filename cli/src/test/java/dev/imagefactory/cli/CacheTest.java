package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.StopSignal;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.problem.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    private static final ProgramVersion CERTAIN = new ProgramVersion("1.0", "abc");

    @TempDir
    private Path folder;

    @Test
    void should_keep_renderings_among_the_caches_of_the_user() throws IOException {
        assertThat(written(Map.of("XDG_CACHE_HOME", folder.resolve("xdg").toString(), "HOME", "/nowhere")))
                .startsWith(folder.resolve("xdg/imagefactory"));
        assertThat(written(Map.of("LOCALAPPDATA", folder.resolve("local").toString(), "HOME", "/nowhere")))
                .startsWith(folder.resolve("local/imagefactory"));
        assertThat(written(Map.of("HOME", folder.resolve("home").toString())))
                .startsWith(folder.resolve("home/.cache/imagefactory"));
    }

    @Test
    void should_keep_renderings_in_the_folder_that_is_named() throws IOException {
        InputOptions options = new InputOptions();
        options.cache = "kept";

        assertThat(written(Map.of("HOME", "/nowhere"), options)).startsWith(folder.resolve("kept"));
    }

    @Test
    void should_keep_nothing_where_that_is_not_wanted_or_nobody_knows_where() {
        InputOptions options = new InputOptions();
        Settings settings = Settings.of(folder, options);

        assertThat(new CachePlace(surroundings(Map.of()), CERTAIN).of(settings)).isEmpty();
        options.noCache = true;
        options.cache = "kept";
        assertThat(new CachePlace(surroundings(Map.of()), CERTAIN).of(settings)).isEmpty();
    }

    @Test
    void should_keep_nothing_of_a_program_whose_version_other_code_may_have() {
        InputOptions options = new InputOptions();
        options.cache = "kept";
        Settings settings = Settings.of(folder, options);

        for (String commit : List.of("unknown", "abc-dirty")) {
            assertThat(new CachePlace(surroundings(Map.of()), new ProgramVersion("1.0", commit)).of(settings))
                    .isEmpty();
        }
    }

    @Test
    void should_plan_with_and_without_a_cache_alike_whatever_was_edited() throws IOException {
        for (String text : List.of("{A}", "{A}!", "{B}", "{NONE}", "${A}", "{A}")) {
            for (String variables : List.of("{'A': '1'}", "{'A': '2', 'B': '3'}", "{'B': '3'}")) {
                define(text);
                write("templates/variables.json", variables);

                String first = plan("--cache", "kept");

                assertThat(plan("--cache", "kept")).isEqualTo(first);
                assertThat(plan("--no-cache")).isEqualTo(first);
            }
        }
    }

    private Path written(Map<String, String> environment) throws IOException {
        return written(environment, new InputOptions());
    }

    /** The one file that rendering with a cache has made. */
    private Path written(Map<String, String> environment, InputOptions options) throws IOException {
        define("x");
        Settings settings = Settings.of(folder, options);
        List<Path> before = files();
        Problems problems = new Problems();
        Wiring.engine(settings)
                .render(
                        DefinitionSet.read(settings.templates(), settings.variables(), settings::shown, problems),
                        new CachePlace(surroundings(environment), CERTAIN)
                                .of(settings)
                                .orElseThrow(),
                        problems);
        List<Path> made = files();
        made.removeAll(before);
        assertThat(made).hasSize(1);
        return made.get(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }

    private void define(String text) throws IOException {
        write("templates/a.json", "{'t': '" + text + "'}");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text.replace('\'', '"'));
    }

    private String plan(String... options) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Surroundings surroundings =
                new Surroundings(folder, Map.of(), out, out, false, Clock.systemUTC(), new StopSignal());
        String[] arguments =
                Stream.concat(Stream.of("plan", "--all"), Stream.of(options)).toArray(String[]::new);
        int status = new Application(surroundings).run(arguments);
        return status + "\n" + bytes.toString(StandardCharsets.UTF_8);
    }

    private Surroundings surroundings(Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Surroundings(folder, environment, nowhere, nowhere, false, Clock.systemUTC(), new StopSignal());
    }
}
