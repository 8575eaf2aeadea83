package dev.imagefactory.cli;

import dev.imagefactory.ledger.SqliteLibrary;
import dev.imagefactory.planner.StopSignal;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a {@link ClassArchive}, in processes that nobody waits for: one uses the program on a small set of definitions
 * and writes down which classes that took, another tries the archive, and only then it gets its name.
 */
final class Training {
    static final String FAILED = "failed";
    private static final String MADE = "made";

    /** The ids of some of the images. */
    private static final String FEW = "?";

    /**
     * In the list of classes, a line for each lambda; Java 17 fails at an archive with those of libraries that are
     * signed, which it leaves out of it, or of classes that implement their interfaces.
     */
    private static final Pattern UNUSABLE = Pattern.compile("@lambda-proxy .*(azure|netty|reactor).*");

    private static final String CACHE = "cache";

    /** So many definitions are rendered by several threads. */
    private static final int DEFINITIONS = 100;

    /** What people ask for most. */
    private static final List<List<String>> USES = List.of(
            List.of("run", "--emulator", "--wait", "--build-time", "0.1s", "--only", FEW, "--force", FEW),
            List.of("validate"),
            List.of("status"),
            List.of("plan", "--output", "json"),
            List.of("plan", "--help"),
            List.of("--help"),
            List.of("plan", "--cache", CACHE),
            List.of("plan", "--cache", CACHE),
            List.of("plan"));

    private Training() {}

    /** Without arguments the whole; with a folder the use of the program in it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length > 0) {
            for (List<String> use : USES) {
                call(Path.of(arguments[0]), use);
            }
            Main.main(new String[] {"--version"});
        }
        Optional<ClassArchive> archive = ClassArchive.ofProcess();
        if (archive.isPresent()) {
            make(archive.get());
        }
    }

    private static void make(ClassArchive archive) throws IOException, InterruptedException {
        try {
            Path folder = Files.createTempDirectory("imagefactory");
            try {
                make(archive, folder);
            } finally {
                delete(folder);
            }
            SqliteLibrary.unpack(archive.libraries());
        } finally {
            Files.deleteIfExists(archive.lock());
        }
    }

    private static void make(ClassArchive archive, Path folder) throws IOException, InterruptedException {
        List<String> stamp = new ArrayList<>(List.of(FAILED));
        stamp.addAll(archive.origin());
        // In the archive's own folder, so that it gets its name in one step.
        Path unproven = archive.beside(".new");
        try {
            prepare(folder);
            Path classes = folder.resolve("classes.txt");
            boolean proven = uses(List.of("-XX:DumpLoadedClassList=" + classes), archive, folder)
                    && dumps(classes, unproven, archive, folder)
                    && uses(List.of("-XX:SharedArchiveFile=" + unproven, "-Xshare:on"), archive, folder);
            if (proven) {
                Files.move(unproven, archive.file(), StandardCopyOption.ATOMIC_MOVE);
                stamp.set(0, MADE);
            }
        } finally {
            Files.deleteIfExists(unproven);
        }
        Files.write(archive.stamp(), stamp);
    }

    /** Writes the classes of a list into an archive. */
    private static boolean dumps(Path classes, Path written, ClassArchive archive, Path folder)
            throws IOException, InterruptedException {
        List<String> usable = Files.readAllLines(classes).stream()
                .filter(line -> !UNUSABLE.matcher(line).matches())
                .toList();
        Files.write(classes, usable);
        return uses(
                List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + written),
                archive,
                folder);
    }

    /** Whether the program was used without a fault of Java. */
    private static boolean uses(List<String> options, ClassArchive archive, Path folder)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(options);
        all.add("-XX:ErrorFile=" + folder.resolve("fault.txt"));
        return start(all, archive.classPath(), folder.toString()).waitFor() == 0;
    }

    /** Starts this class in a process of its own: with low priority, where the platform has a command for that. */
    static Process start(List<String> options, String classPath, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("nice", "-n", "10"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Training.class.getName()));
        command.addAll(List.of(arguments));
        try {
            return quiet(command);
        } catch (IOException e) {
            return quiet(command.subList(3, command.size()));
        }
    }

    private static Process quiet(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(new File(System.getProperty("java.io.tmpdir")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Makes a set of definitions, in both languages. */
    private static void prepare(Path folder) throws IOException {
        call(folder, List.of("init", "."));
        Files.writeString(folder.resolve("templates/base-images/more.yaml"), """
                Destination:
                  - CustomImageName: Training-{BUILD_DATE}
                """);
        for (int i = 0; i < DEFINITIONS; i++) {
            Files.writeString(
                    folder.resolve("templates/base-images/" + i + ".json"),
                    "{\"Destination\": [{\"CustomImageName\": \"Training-" + i + "\", \"Region\": \"westus2\"}]}");
        }
    }

    /** Calls the program as people do, without their environment. */
    private static void call(Path folder, List<String> arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Surroundings surroundings =
                new Surroundings(folder, Map.of(), nowhere, nowhere, false, Clock.systemUTC(), new StopSignal());
        new Application(surroundings).run(arguments.toArray(String[]::new));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
