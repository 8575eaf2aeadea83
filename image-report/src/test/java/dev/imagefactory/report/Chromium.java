package dev.imagefactory.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Chromium without a window and without a network; skips the calling test where there is none, except with CI=true.
 */
final class Chromium {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final String program;
    private final Path folder;
    private int calls;

    private Chromium(String program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** What a call printed. */
    record Output(String out, String err) {}

    static Chromium in(Path folder) {
        Optional<String> program = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        assertThat(program.isPresent() || !"true".equals(System.getenv("CI")))
                .as("CI=true, but Chromium is missing; install it, for instance by 'apt-get install chromium'")
                .isTrue();
        assumeTrue(program.isPresent(), "Skipped: Chromium is missing, so the page cannot be looked at");
        return new Chromium(program.orElseThrow(), folder);
    }

    /** The document as the browser has understood it; nothing may have been said to its console. */
    String dump(Path page) throws IOException, InterruptedException {
        Output output = call(page, "--dump-dom");
        assertThat(output.err().lines())
                .filteredOn(line -> line.contains("CONSOLE"))
                .isEmpty();
        return output.out();
    }

    /** A picture of the page. */
    Path screenshot(Path page, boolean dark) throws IOException, InterruptedException {
        Path picture = folder.resolve(dark ? "dark.png" : "light.png");
        Output output = call(
                page,
                "--screenshot=" + picture,
                "--window-size=1280,1600",
                "--hide-scrollbars",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1));
        assertThat(output.err().lines())
                .filteredOn(line -> line.contains("CONSOLE"))
                .isEmpty();
        return picture;
    }

    private Output call(Path page, String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile")));
        words.addAll(List.of(options));
        words.add(page.toUri().toString());
        Path out = folder.resolve("out" + calls);
        Path err = folder.resolve("err" + calls++);
        Process process = new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        // What the browser itself complains of need not be UTF-8.
        String errors = Files.readString(err, StandardCharsets.ISO_8859_1);
        assertThat(ended && process.exitValue() == 0).as(errors).isTrue();
        return new Output(Files.readString(out), errors);
    }
}
