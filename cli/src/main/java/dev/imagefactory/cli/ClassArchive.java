package dev.imagefactory.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the program in the form in which Java maps them into memory, so that it starts in half the time. The
 * launcher names the file and hands it to Java; the program makes it, in a process of its own, where it is not there or
 * not of this program.
 *
 * @param file the archive; {@link Training} makes it
 * @param classPath as Java was started with it, which must be the same text at each use
 */
record ClassArchive(Path file, String classPath) {
    static final String PROPERTY = "imagefactory.archive";

    /** How long another process may be making it. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** An archive of another Java is left alone for so long: two Javas that take turns would make it each time. */
    private static final Duration AGE_TO_FOLLOW_JAVA = Duration.ofDays(1);

    private static final String SWITCH = "IMAGEFACTORY_ARCHIVE";

    /** The archive that the launcher named. */
    static Optional<ClassArchive> ofProcess() {
        @Nullable String file = System.getProperty(PROPERTY);
        return file == null || file.isEmpty()
                ? Optional.empty()
                : Optional.of(new ClassArchive(Path.of(file), System.getProperty("java.class.path")));
    }

    /** What the archive was made of, and whether that went well. */
    Path stamp() {
        return beside(".txt");
    }

    /** Is there while a process makes the archive. */
    Path lock() {
        return beside(".lock");
    }

    /** Where native libraries are kept unpacked. */
    Path libraries() {
        return beside(".lib");
    }

    Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /** The program, and the Java that runs it, a line each. */
    List<String> origin() throws IOException {
        Path program = Path.of(classPath);
        return List.of(
                classPath + " " + Files.size(program) + " " + Files.getLastModifiedTime(program),
                System.getProperty("java.home") + " " + System.getProperty("java.vm.version"));
    }

    /**
     * Has the archive made where there is none of this program. Nobody waits for it, and whatever goes wrong costs
     * nothing but time at the next start; where a pipeline runs the program nothing is made, since most of its machines
     * live for one run.
     *
     * @param now the instant
     * @param environment says {@code IMAGEFACTORY_ARCHIVE=now} where it is to be made at once, and waited for
     */
    void renew(Instant now, Map<String, String> environment) {
        boolean wanted = "now".equals(environment.get(SWITCH));
        boolean inPipeline = environment.containsKey("CI") || environment.containsKey("TF_BUILD");
        try {
            if ((wanted || !inPipeline) && !isCurrent(now) && isMine(now)) {
                make(now, wanted);
            }
        } catch (IOException | RuntimeException e) {
            // A folder that is read-only, or full: the program starts without an archive.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has it made by the process that has the lock from here on, unless another has just done so. */
    private void make(Instant now, boolean waiting) throws IOException, InterruptedException {
        boolean started = false;
        try {
            if (!isCurrent(now)) {
                Process training = Training.start(List.of("-D" + PROPERTY + "=" + file), classPath);
                started = true;
                if (waiting) {
                    training.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } finally {
            if (!started) {
                Files.deleteIfExists(lock());
            }
        }
    }

    private boolean isCurrent(Instant now) throws IOException {
        if (!Files.isRegularFile(stamp())) {
            return false;
        }
        List<String> stamped = Files.readAllLines(stamp());
        List<String> origin = origin();
        if (stamped.size() != origin.size() + 1 || !stamped.get(1).equals(origin.get(0))) {
            return false;
        }
        if (!stamped.get(2).equals(origin.get(1))) {
            return Files.getLastModifiedTime(stamp()).toInstant().isAfter(now.minus(AGE_TO_FOLLOW_JAVA));
        }
        return stamped.get(0).equals(Training.FAILED) || Files.isRegularFile(file);
    }

    /** Whether no other process is making it, which none will begin from here on. */
    private boolean isMine(Instant now) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.exists(lock())
                && Files.getLastModifiedTime(lock()).toInstant().isBefore(now.minus(PATIENCE))) {
            Files.deleteIfExists(lock());
        }
        try {
            Files.createFile(lock());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
