package dev.imagefactory.cli;

import com.azure.core.exception.AzureException;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.StopSignal;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.SecretStoreException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Checks, one after the other, that do not keep each other from running: each has a thread and a time of its own, and
 * what it throws becomes a finding.
 */
final class Checkup {
    private final Duration limit;
    private final StopSignal stop;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param limit how long one check may take
     * @param stop after which no check is begun
     */
    Checkup(Duration limit, StopSignal stop) {
        this.limit = limit;
        this.stop = stop;
    }

    /** All that was found, in the order of the checks. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /**
     * Runs a check.
     *
     * @param nextStep what to do where it fails or takes too long
     */
    void check(String name, String nextStep, Supplier<List<Finding>> check) {
        attempt(name, nextStep, check).ifPresent(findings::addAll);
    }

    /** Finds something without a check. */
    void add(Finding finding) {
        findings.add(finding);
    }

    /** Gets what later checks are about; empty, with a finding, where that fails or takes too long. */
    <T> Optional<T> attempt(String name, String nextStep, Supplier<T> check) {
        if (stop.isStopped()) {
            findings.add(Finding.skipped(name, "interrupted"));
            return Optional.empty();
        }
        FutureTask<T> task = new FutureTask<>(check::get);
        // A check that hangs does not keep the process from ending.
        Thread thread = new Thread(task, "check of " + name);
        thread.setDaemon(true);
        thread.start();
        try {
            return Optional.of(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            task.cancel(true);
            findings.add(Finding.error(
                    name,
                    ExitCode.UNREACHABLE,
                    "it took longer than "
                            + (limit.toMillis() < 1000 ? limit.toMillis() + " ms" : limit.toSeconds() + " s"),
                    nextStep));
        } catch (ExecutionException e) {
            findings.add(failed(name, nextStep, e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            stop.stop();
            findings.add(Finding.skipped(name, "interrupted"));
        }
        return Optional.empty();
    }

    private static Finding failed(String name, String nextStep, Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof InvalidInputException invalid) {
            return Finding.error(name, ExitCode.INVALID_INPUT, firstOf(invalid.problems()), nextStep);
        }
        if (failure instanceof UsageException || failure instanceof InvalidPathException) {
            return Finding.error(name, ExitCode.INVALID_INPUT, message, nextStep);
        }
        if (failure instanceof LedgerException
                || failure instanceof ImageFactoryException
                || failure instanceof MissingSecretException
                || failure instanceof SecretStoreException
                || failure instanceof ConsumerException
                || failure instanceof AzureException
                || failure instanceof UncheckedIOException) {
            return Finding.error(name, ExitCode.UNREACHABLE, message, nextStep);
        }
        return Finding.error(
                name,
                ExitCode.INTERNAL_ERROR,
                "a fault of this program (" + failure.getClass().getSimpleName() + ": " + message + ")",
                "please report it");
    }

    /** The first of some problems, and how many there are. */
    static <T> String firstOf(List<T> all) {
        return all.get(0) + (all.size() == 1 ? "" : " (the first of " + all.size() + ")");
    }
}
