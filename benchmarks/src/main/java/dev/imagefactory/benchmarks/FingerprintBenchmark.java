package dev.imagefactory.benchmarks;

import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.document.JsonText;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The canonical JSON of one rendered definition, and its fingerprint. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // by the set-up
public class FingerprintBenchmark {
    private RedactedPayload payload;

    @Setup
    public void render() {
        payload = new SampleLedger(new SampleSet(1, SampleFormat.JSON, 1), SampleLedger.BUILT)
                .images()
                .images()
                .get(0)
                .payload();
    }

    @Benchmark
    public String canonical() {
        return JsonText.canonical(payload.document());
    }

    @Benchmark
    public String canonicalAndHash() {
        return payload.fingerprint();
    }
}
