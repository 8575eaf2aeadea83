package dev.imagefactory.cli;

import dev.imagefactory.emulator.EmulatorRule;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.planner.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program, called in this process with a folder, an environment and a clock of its own. Services are real ones on
 * loopback.
 */
abstract class CommandLineTest {
    static final Duration BUILD_TIME = Duration.ofHours(3);

    @TempDir
    Path folder;

    /** The time, for the program and for emulators. */
    final MutableClock clock = new MutableClock();

    final Map<String, String> environment = new TreeMap<>();
    private final List<ImageFactoryEmulator> emulators = new ArrayList<>();

    @AfterEach
    void closeEmulators() {
        emulators.forEach(ImageFactoryEmulator::close);
    }

    /** Calls the program. */
    Outcome run(String... arguments) {
        return run(clock, arguments);
    }

    Outcome run(Clock time, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Outcome outcome = run(printing(out), time, arguments);
        return new Outcome(outcome.status(), out.toString(StandardCharsets.UTF_8), outcome.err());
    }

    /** Calls the program, which writes its results to a stream. */
    Outcome run(PrintStream out, Clock time, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings =
                new Surroundings(folder, environment, out, printing(err), false, time, new StopSignal());
        int status = new Application(surroundings).run(arguments);
        return new Outcome(status, "", err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Starts an Image Factory, which {@code IMAGE_FACTORY_ENDPOINT} then names. */
    ImageFactoryEmulator emulator(String... rules) {
        return emulator(builder -> {
            Stream.of(rules).map(EmulatorRule::parse).forEach(builder::rule);
            return builder;
        });
    }

    ImageFactoryEmulator emulator(UnaryOperator<ImageFactoryEmulator.Builder> settings) {
        ImageFactoryEmulator emulator = settings.apply(ImageFactoryEmulator.builder(folder.resolve("emulator"))
                        .clock(clock)
                        .buildTime(BUILD_TIME)
                        .buildTimeSpread(false))
                .start();
        emulators.add(emulator);
        environment.put("IMAGE_FACTORY_ENDPOINT", emulator.endpoint().toString());
        return emulator;
    }

    /** Lets all builds that were submitted come to their end. */
    void letBuildsEnd() {
        clock.advance(BUILD_TIME.plusSeconds(1));
    }

    /** Writes a definition that uses these variables, and names its image after itself and the second of submission. */
    void define(String id, String... variables) {
        write("templates/" + id + ".json", definition(id.replace('/', '-') + "-{BUILD_TIME}", variables));
    }

    /** Writes a definition whose image has the same name at each attempt, as rules with a count need it. */
    void defineNamed(String imageName, String... variables) {
        write("templates/" + imageName + ".json", definition(imageName, variables));
    }

    private static String definition(String imageName, String... variables) {
        String parameters = Stream.of(variables)
                .map(name -> "\"" + name + "\": \"{" + name + "}\"")
                .collect(Collectors.joining(", "));
        return """
                {
                  "Artifacts": [{"Name": "windows-install", "Parameters": {%s}}],
                  "Destination": [{"StorageAccountName": "helix", "CustomImageName": "%s"}]
                }
                """.formatted(parameters, imageName);
    }

    /** Writes the variables, given as names and values in turn. */
    void variables(String... namesAndValues) {
        StringBuilder json = new StringBuilder("{\n");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.append("  \"%s\": \"%s\",\n".formatted(namesAndValues[i], namesAndValues[i + 1]));
        }
        write("templates/variables.json", json.append("}\n").toString());
    }

    Path write(String path, String text) {
        Path file = folder.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path ledger() {
        return folder.resolve(".imagefactory/ledger.db");
    }

    /** The names of the images of an emulator's jobs, without the second of their submission. */
    static List<String> imagesOf(ImageFactoryEmulator emulator) {
        return emulator.jobs().stream()
                .map(job -> job.imageNames().get(0).replaceFirst("-[0-9]{8}-[0-9]{6}$", ""))
                .sorted()
                .toList();
    }
}
