package dev.imagefactory.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The log page of a job: plain text that names the artifacts and how they went, and no value of the definition. */
final class JobLog {

    /** How long the log of an ended job can be read. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final Job job;
    private final Instant now;

    JobLog(Job job, Instant now) {
        this.job = job;
        this.now = now;
    }

    boolean isExpired() {
        Instant finished = job.statusAt(now).finished();
        return finished != null && now.isAfter(finished.plus(KEPT));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        Job.Status status = job.statusAt(now);
        line(text, job.created() + " job " + job.trackingId() + " accepted");
        List<String> artifacts = job.artifactNames();
        int done = job.artifactsDoneAt(now);
        boolean failed = status.error() != null && job.failingArtifact() != null;
        for (int i = 0; i < done; i++) {
            String result = failed && i == artifacts.size() - 1 ? "failed" : "ok";
            line(text, "artifact " + (i + 1) + "/" + artifacts.size() + " " + artifacts.get(i) + ": " + result);
        }
        Problem error = status.error();
        if (error != null) {
            line(text, "error " + error.code() + ": " + error.message());
        }
        line(text, now + " state " + status.state());
        return text.toString();
    }

    /** A control character in a name must not forge a line. */
    private static void line(StringBuilder text, String line) {
        text.append(line.replaceAll("\\p{Cntrl}", " ")).append('\n');
    }
}
