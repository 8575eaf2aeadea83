package dev.imagefactory.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.planner.Build;
import dev.imagefactory.report.ReportMaker;
import dev.imagefactory.report.SavedLog;
import dev.imagefactory.template.RenderedImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The logs of failed jobs, kept beside the report before the service drops them. A log that was kept once is not asked
 * for again; one that cannot be had is no failure.
 *
 * <p>They are asked for by tracking id, at the route of the contract: wherever a job's {@code logUrl} leads, nobody
 * goes there with a credential.
 */
final class JobLogs implements ReportMaker.Logs {
    private static final String FOLDER = "logs";

    /** Of a longer log the end is kept, which says why the job failed. */
    private static final int LONGEST = 1 << 20;

    /** Tracking ids are the service's; only such as are harmless names of files become some. */
    private static final Pattern FILE_NAME = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,99}");

    private final Path folder;
    private final @Nullable ServiceSession session;
    private final RenderedImages images;

    /** Why no further log is asked for; null as long as they are. */
    private @Nullable String given;

    /** Whether it was looked up which secrets a log may repeat. */
    private boolean looked;

    /**
     * @param folder of the report
     * @param session where the logs are; null where the service is not asked
     * @param images whose secrets a log may repeat
     */
    JobLogs(Path folder, @Nullable ServiceSession session, RenderedImages images) {
        this.folder = folder;
        this.session = session;
        this.images = images;
    }

    @Override
    public @Nullable SavedLog of(Build build) {
        String id = Objects.requireNonNull(build.progress().trackingId());
        if (!FILE_NAME.matcher(id).matches()) {
            return session == null ? null : SavedLog.missing("its tracking id is no name for a file");
        }
        String name = FOLDER + "/" + id + ".txt";
        Path file = folder.resolve(FOLDER).resolve(id + ".txt");
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new SavedLog(name, read(file, name), null);
        }
        return session == null ? null : fetched(session, id, file, name);
    }

    private SavedLog fetched(ServiceSession asked, String id, Path file, String name) {
        if (!looked) {
            looked = true;
            given = asked.unknownSecret(images)
                    .map(reason -> "not kept, as it may repeat a secret that could not be looked up: " + reason)
                    .orElse(null);
        }
        if (given != null) {
            return SavedLog.missing(given);
        }
        try {
            String whole = asked.log(id);
            String kept = end(whole);
            Files.createDirectories(file.resolveSibling(""));
            WholeFile.write(file, name, out -> out.write(kept));
            return new SavedLog(name, kept, kept.length() < whole.length() ? "only its end was kept" : null);
        } catch (ImageFactoryException e) {
            if (e.kind() == ImageFactoryException.Kind.NOT_FOUND) {
                return SavedLog.missing("the service does not have it, or no longer");
            }
            // What one log cannot be had for holds for the others, and each question would wait for its tries.
            given = "not kept: " + asked.hidden(String.valueOf(e.getMessage()));
            return SavedLog.missing(given);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of " + name + " cannot be made (" + e + ")", e);
        }
    }

    /** The end of a text, from the beginning of a line where it has lines. */
    private static String end(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        String end = text.substring(text.length() - LONGEST);
        int line = end.indexOf('\n');
        return Optional.of(end.substring(line + 1))
                .filter(lines -> !lines.isBlank())
                .orElse(end);
    }

    private static String read(Path file, String name) {
        try {
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the log " + name + " cannot be read (" + e + "); delete it", e);
        }
    }
}
