package dev.imagefactory.benchmarks;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** Reading one definition from its bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // by the set-up
public class ParseBenchmark {
    @Param({"JSON", "YAML"})
    private SampleFormat format;

    private final DocumentReader reader = new DocumentReader();
    private SourceFile file;

    @Setup
    public void choose() {
        file = new SampleSet(100, format, 1).definitions().files().get(0).file();
    }

    @Benchmark
    public JsonObject read() {
        return reader.readObject(file, new Problems()).orElseThrow();
    }
}
