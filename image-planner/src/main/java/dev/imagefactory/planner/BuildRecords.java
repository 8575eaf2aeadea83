package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is learned of builds, written down by conditional writes: where another run was faster, its word stands. */
final class BuildRecords {
    private final BuildLedger ledger;
    private final Findings findings;

    BuildRecords(BuildLedger ledger, Findings findings) {
        this.ledger = ledger;
        this.findings = findings;
    }

    /** Writes down what the service says of a job. */
    Build answered(Build build, Job job, BuildProgress progress) {
        if (job.state() == BuildState.UNKNOWN) {
            findings.incident(
                    Kind.UNKNOWN_STATE,
                    build.imageId(),
                    "the service reports the state '" + job.error() + "', which is not known; counted as not ended");
        }
        return record(build, progress);
    }

    /** Writes down what was learned, if it is new. */
    Build record(Build build, BuildProgress progress) {
        if (build.progress().saysTheSameAs(progress)) {
            return build;
        }
        Build before = build;
        while (true) {
            Optional<Build> updated = ledger.update(before, progress);
            if (updated.isPresent()) {
                if (progress.state() == BuildState.FAILED || progress.state() == BuildState.LOST) {
                    findings.failed(updated.get());
                }
                return updated.get();
            }
            Optional<Build> stands = ledger.find(build.key());
            if (stands.isEmpty()) {
                findings.incident(
                        Kind.UNREADABLE_BUILD,
                        build.imageId(),
                        "somebody has deleted " + build.key() + " in the ledger");
                return build;
            }
            Build current = stands.get();
            @Nullable String known = current.progress().trackingId();
            if (progress.trackingId() == null || known != null) {
                if (known != null && progress.trackingId() != null && !known.equals(progress.trackingId())) {
                    findings.incident(
                            Kind.SECOND_JOB,
                            build.imageId(),
                            "the service has a second job of this build, " + progress.trackingId() + " beside " + known
                                    + "; cancel it there");
                }
                return current;
            }
            // Another run took the build over meanwhile, and does not know the job.
            before = current;
        }
    }

    /** Gives a lease back. */
    Build release(Build build) {
        return update(build, build.progress().withoutLease());
    }

    /** Writes down where a request stands; where another run was faster, its word stands. */
    Build update(Build build, BuildProgress progress) {
        return ledger.update(build, progress).orElseGet(() -> current(build));
    }

    Build current(Build build) {
        return ledger.find(build.key()).orElse(build);
    }
}
