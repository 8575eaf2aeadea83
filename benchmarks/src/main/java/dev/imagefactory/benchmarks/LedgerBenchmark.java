package dev.imagefactory.benchmarks;

import dev.imagefactory.ledger.SqliteBuildLedger;
import dev.imagefactory.planner.LedgerContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading all builds of a ledger in a file that is open, and of one that is opened for it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // by the set-up
public class LedgerBenchmark {
    @Param("1000")
    private int builds;

    private Path folder;
    private Path file;
    private SqliteBuildLedger ledger;

    @Setup
    public void write() throws IOException {
        folder = Files.createTempDirectory("ledger-benchmark");
        file = folder.resolve("ledger.db");
        new SampleLedger(new SampleSet(builds, SampleFormat.JSON, 1), SampleLedger.BUILT).write(file);
        ledger = SqliteBuildLedger.open(file);
    }

    @TearDown
    public void delete() throws IOException {
        ledger.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }

    @Benchmark
    public LedgerContents read() {
        return ledger.contents();
    }

    @Benchmark
    public LedgerContents openAndRead() {
        try (SqliteBuildLedger opened = SqliteBuildLedger.open(file)) {
            return opened.contents();
        }
    }
}
