package dev.imagefactory.planner;

import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.RememberedSecrets;
import dev.imagefactory.template.SecretStoreException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The words of the service, which may repeat the secrets that it was sent, without those. */
final class ServiceWords {
    private static final String LEFT_OUT =
            "the service's words are left out, as they may repeat a secret that could not be looked up; see the job's log";

    private final RememberedSecrets secrets;
    private final BuildLedger ledger;

    /** The requests whose secrets are remembered already. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    ServiceWords(RememberedSecrets secrets, BuildLedger ledger) {
        this.secrets = secrets;
        this.ledger = ledger;
    }

    /** The reason that a failed call gives. */
    String of(RuntimeException e) {
        return secrets.hide(String.valueOf(e.getMessage()));
    }

    /** The same of a call about a build that an earlier run may have sent. */
    String of(Build build, RuntimeException e) {
        remembers(build);
        return of(e);
    }

    /** What the service says of a job, without the secrets of its payload. */
    Job of(Build build, Job job) {
        @Nullable String error = job.error();
        @Nullable String logUrl = job.logUrl();
        BuildProgress before = build.progress();
        if (Objects.equals(error, before.error()) && Objects.equals(logUrl, before.logUrl())) {
            return job;
        }
        boolean safe = (error == null && logUrl == null) || remembers(build);
        return new Job(
                job.trackingId(),
                job.state(),
                job.finishedAt(),
                error == null ? null : safe ? secrets.hide(error) : LEFT_OUT,
                logUrl == null || !safe ? null : secrets.hide(logUrl));
    }

    /** The secrets of a build were looked up, and so are remembered. */
    void knowsSecretsOf(Build build) {
        known.add(build.order().requestId());
    }

    /** Learns the secrets of a build that an earlier run has sent; whether that could be done. */
    private boolean remembers(Build build) {
        if (known.contains(build.order().requestId())) {
            return true;
        }
        try {
            ledger.payload(build.key())
                    .map(RedactedPayload::parse)
                    .ifPresent(payload -> payload.complete(build.order().claimedAt(), secrets));
            knowsSecretsOf(build);
            return true;
        } catch (MissingSecretException | SecretStoreException | LedgerException | IllegalArgumentException e) {
            return false;
        }
    }
}
