package dev.imagefactory.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksTest {
    @Test
    void should_run_every_benchmark() throws RunnerException {
        Options once = new OptionsBuilder()
                .forks(0)
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.NONE)
                .param("definitions", "5")
                .param("images", "20")
                .param("builds", "20")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        Collection<RunResult> results = new Runner(once).run();

        assertThat(results)
                .extracting(result -> result.getParams().getBenchmark().replaceFirst(".*\\.(?=.*\\.)", ""))
                .contains(
                        "ParseBenchmark.read",
                        "RenderBenchmark.render",
                        "FingerprintBenchmark.canonical",
                        "FingerprintBenchmark.canonicalAndHash",
                        "PlanBenchmark.plan",
                        "LedgerBenchmark.read",
                        "LedgerBenchmark.openAndRead",
                        "ReportBenchmark.make",
                        "ReportBenchmark.json",
                        "ReportBenchmark.html");
    }
}
