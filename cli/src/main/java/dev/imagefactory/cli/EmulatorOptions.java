package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import dev.imagefactory.emulator.EmulatorRule;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.emulator.ServiceFlaw;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an emulated Image Factory behaves. */
final class EmulatorOptions {
    @Parameter(
            names = "--build-time",
            converter = Converters.ToDuration.class,
            description = "How long an emulated build takes, about")
    Duration buildTime = Duration.ofSeconds(3);

    @Parameter(
            names = "--simulate",
            splitter = Converters.Whole.class,
            converter = Converters.ToRule.class,
            description = "What becomes of emulated builds: OUTCOME[@COUNT]=IMAGE-NAME, for instance fail@1=*VS2019*;"
                    + " outcomes: succeed, fail, cancel, hang, unknown-state, reject, forget, drop,"
                    + " drop-unstarted, gateway-timeout, gateway-timeout-unstarted, internal-error; repeatable")
    List<EmulatorRule> rules = new ArrayList<>();

    @Parameter(names = "--failure-message", description = "What emulated builds that fail say of it")
    @Nullable
    String failureMessage;

    @Parameter(
            names = "--simulate-service",
            splitter = Converters.Whole.class,
            converter = Converters.ToServiceFlaw.class,
            description = "What the emulated service lacks: ignore-request-ids or no-search; repeatable")
    List<ServiceFlaw> flaws = new ArrayList<>();

    @Parameter(names = "--pace", description = "Seconds that emulated successes ask to wait (0: none)")
    int pace;

    @Parameter(names = "--throttle", description = "Emulated requests a second before 429 (0: no limit)")
    int throttle;

    @Parameter(names = "--throttle-every", description = "Answer 429 to every n-th emulated request (0: to none)")
    int throttleEvery;

    ImageFactoryEmulator start(Path data, int port, Clock clock) {
        try {
            return ImageFactoryEmulator.builder(data)
                    .port(port)
                    .clock(clock)
                    .buildTime(buildTime)
                    .rules(rules)
                    .failureMessage(failureMessage)
                    .flaws(flaws)
                    .pace(pace)
                    .throttle(throttle)
                    .throttleEvery(throttleEvery)
                    .start();
        } catch (IllegalArgumentException | IllegalStateException e) {
            // A number out of its range, or a folder that holds something else than an emulator's jobs.
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
