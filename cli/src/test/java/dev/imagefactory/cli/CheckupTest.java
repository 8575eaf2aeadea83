package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Checks that fail, hang or break do not keep the others from running. */
class CheckupTest {
    private final StopSignal stop = new StopSignal();

    @Test
    void should_go_on_after_a_check_that_fails_or_hangs() {
        Checkup checkup = new Checkup(Duration.ofMillis(200), stop);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);

        checkup.check("hangs", "look", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return List.of();
        });
        checkup.check("ledger", "look", () -> {
            throw new LedgerException("gone");
        });
        checkup.check("wrong", "look", () -> {
            throw new UsageException("no such thing");
        });
        checkup.check("broken", "look", () -> {
            throw new IllegalStateException("oops");
        });
        checkup.check("fine", "look", () -> List.of(Finding.ok("fine", "well")));

        assertThat(checkup.findings())
                .containsExactly(
                        Finding.error("hangs", ExitCode.UNREACHABLE, "it took longer than 200 ms", "look"),
                        Finding.error("ledger", ExitCode.UNREACHABLE, "gone", "look"),
                        Finding.error("wrong", ExitCode.INVALID_INPUT, "no such thing", "look"),
                        Finding.error(
                                "broken",
                                ExitCode.INTERNAL_ERROR,
                                "a fault of this program (IllegalStateException: oops)",
                                "please report it"),
                        Finding.ok("fine", "well"));
        assertThat(interrupted).satisfies(CountDownLatch::await);
    }

    @Test
    void should_begin_nothing_after_an_interrupt() {
        Checkup checkup = new Checkup(Duration.ofMinutes(1), stop);
        stop.stop();

        checkup.check("late", "look", () -> List.of(Finding.ok("late", "looked at")));

        assertThat(checkup.findings()).containsExactly(Finding.skipped("late", "interrupted"));
    }

    @Test
    void should_make_the_worst_finding_the_exit_code() {
        Finding ok = Finding.ok("a", "");
        Finding warning = Finding.warning("b", "", "");
        Finding failed = Finding.error("c", ExitCode.IMAGE_FAILED, "", "");
        Finding wrong = Finding.error("d", ExitCode.INVALID_INPUT, "", "");
        Finding unreachable = Finding.error("e", ExitCode.UNREACHABLE, "", "");

        assertThat(Finding.exitCode(List.of(ok, warning), false)).isEqualTo(ExitCode.OK);
        assertThat(Finding.exitCode(List.of(ok, warning), true)).isEqualTo(ExitCode.IMAGE_FAILED);
        assertThat(Finding.exitCode(List.of(failed, wrong), false)).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(Finding.exitCode(List.of(failed, unreachable, wrong), true)).isEqualTo(ExitCode.UNREACHABLE);
    }
}
