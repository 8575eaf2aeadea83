package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.ledger.SqliteBuildLedger;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that is asked to end, by Ctrl-C or by the pipeline's agent. */
class InterruptTest extends CommandLineTest {
    private static final List<String> IMAGES = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    private static final int SIGTERM = 143;

    @Test
    void should_write_down_the_answers_to_requests_under_way_and_report() throws IOException, InterruptedException {
        IMAGES.forEach(id -> define(id));
        ImageFactoryEmulator emulator =
                emulator(builder -> builder.clock(Clock.systemUTC()).latency(Duration.ofMillis(500)));

        Outcome interrupted;
        try (ProgramProcess run = ProgramProcess.start(folder, environment, "run", "--concurrency", "2")) {
            while (run.isAlive() && emulator.jobs().isEmpty()) {
                Thread.sleep(5);
            }
            run.interrupt();
            interrupted = run.end();
        }

        assertThat(interrupted.status()).as(interrupted.everything()).isEqualTo(SIGTERM);
        assertThat(interrupted.err()).contains("the run was interrupted before its work was done; run again");
        assertThat(interrupted.out()).contains("8 images: ");
        int started = emulator.jobs().size();
        assertThat(started).isBetween(1, IMAGES.size() - 1);

        Outcome next = run(Clock.systemUTC(), "run", "--output", "json");

        assertThat(next.status()).as(next.everything()).isZero();
        assertThat(next.json().at("/summary/submitted").intValue()).isEqualTo(IMAGES.size() - started);
        assertThat(emulator.jobs()).hasSize(IMAGES.size());
    }

    /** Its pause would outlast the time in which answers are waited for. */
    @Test
    void should_end_a_pause_that_the_service_asks_for() throws IOException, InterruptedException {
        IMAGES.forEach(id -> define(id));
        ImageFactoryEmulator emulator =
                emulator(builder -> builder.clock(Clock.systemUTC()).pace(55));

        Outcome interrupted;
        try (ProgramProcess run = ProgramProcess.start(folder, environment, "run", "--concurrency", "1")) {
            while (run.isAlive() && claimed() < 2) {
                Thread.sleep(5);
            }
            run.interrupt();
            interrupted = run.end();
        }

        assertThat(interrupted.status()).as(interrupted.everything()).isEqualTo(SIGTERM);
        assertThat(interrupted.err())
                .contains("the run was interrupted before its work was done; run again")
                .doesNotContain("ended with requests under way");
        assertThat(emulator.jobs()).hasSize(1);
        try (BuildLedger ledger = SqliteBuildLedger.open(ledger())) {
            assertThat(ledger.contents().builds())
                    .extracting(Build::state, build -> build.progress().lease())
                    .containsExactly(tuple(BuildState.QUEUED, null), tuple(BuildState.SUBMITTING, null));
        }
    }

    @Test
    void should_know_whether_there_may_be_requests_under_way() {
        define("a");
        emulator();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Surroundings surroundings =
                new Surroundings(folder, environment, nowhere, nowhere, false, Clock.systemUTC(), new StopSignal());
        Application plan = new Application(surroundings);
        Application run = new Application(surroundings);

        assertThat(plan.run("plan")).isZero();
        assertThat(run.run("run")).isZero();

        assertThat(plan.asksService()).isFalse();
        assertThat(run.asksService()).isTrue();
    }

    private int claimed() {
        if (!ledger().toFile().exists()) {
            return 0;
        }
        try (BuildLedger ledger = SqliteBuildLedger.open(ledger())) {
            return ledger.contents().builds().size();
        }
    }

    @Test
    void should_end_waiting_at_once() throws IOException, InterruptedException {
        define("a");
        emulator(builder -> builder.clock(Clock.systemUTC()).buildTime(Duration.ofDays(1)));

        try (ProgramProcess run = ProgramProcess.start(folder, environment, "run", "--wait", "--poll-interval", "1h")) {
            while (run.isAlive() && !run.err().contains("1 queued")) {
                Thread.sleep(5);
            }
            run.interrupt();

            assertThat(run.end().status()).isEqualTo(SIGTERM);
        }
    }
}
