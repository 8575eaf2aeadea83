package dev.imagefactory.planner;

import dev.imagefactory.template.MissingSecretException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** What the tests of the runner share: images, a ledger, a service, and time that moves when a test says so. */
abstract class RunnerFixture {
    static final Duration INTERVAL = Duration.ofSeconds(30);

    final Images images = new Images().set("V", "1").define("a").define("b");
    final BuildLedger ledger = new InMemoryBuildLedger();
    final FakeImageBuilder service = new FakeImageBuilder();
    final TestClock clock = new TestClock();
    boolean secretsMissing;
    Runnable whenASecretIsResolved = () -> {};
    PlanPolicy policy = PlanPolicy.DEFAULT;
    RunPolicy limits = RunPolicy.DEFAULT;
    final StopSignal stop = new StopSignal();

    static final class TestClock extends Clock {
        Instant now = Instant.parse("2026-11-23T10:00:00.123456Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    static ServiceUnavailableException notDone(String message) {
        return new ServiceUnavailableException(message, null, ServiceUnavailableException.Kind.NOT_DONE, null);
    }

    static ServiceUnavailableException throttled(Duration retryAfter) {
        return new ServiceUnavailableException("429", null, ServiceUnavailableException.Kind.NOT_DONE, retryAfter);
    }

    static ServiceUnavailableException unknown(String message) {
        return new ServiceUnavailableException(message, null, ServiceUnavailableException.Kind.OUTCOME_UNKNOWN, null);
    }

    static ServiceUnavailableException nothingWorks(String message) {
        return new ServiceUnavailableException(message, null, ServiceUnavailableException.Kind.NOTHING_WORKS, null);
    }

    BuildRunner runner() {
        return waiting(() -> {});
    }

    void pass(Duration duration) {
        clock.now = clock.now.plus(duration);
    }

    /** A runner that does something whenever it waits. */
    BuildRunner waiting(Runnable meanwhile) {
        return runner(ledger, duration -> {
            pass(duration);
            meanwhile.run();
        });
    }

    BuildRunner runner(BuildLedger usedLedger, Consumer<Duration> sleeper) {
        return new BuildRunner(
                usedLedger,
                service,
                name -> {
                    if (secretsMissing) {
                        throw new MissingSecretException(name, "set it");
                    }
                    whenASecretIsResolved.run();
                    return "secret-" + name;
                },
                limits,
                new RunEnvironment(clock, UUID::randomUUID, sleeper, (threads, work) -> work.run(), stop));
    }

    RunReport report() {
        return runner().run(images.rendered(), ImageSelection.ALL, policy);
    }

    List<String> run() {
        return lines(report());
    }

    void runToSuccess() {
        report();
        service.setAll(BuildState.SUCCEEDED);
        report();
    }

    static List<String> lines(RunReport report) {
        return report.images().stream()
                .map(image -> String.join(
                        " ",
                        image.imageId(),
                        image.action().id(),
                        image.reason().code().id(),
                        image.build() == null ? "-" : image.build().state().id(),
                        String.valueOf(image.attempts())))
                .toList();
    }
}
