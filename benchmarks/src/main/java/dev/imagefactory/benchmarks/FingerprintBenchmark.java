package dev.imagefactory.benchmarks;

import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue.JsonObject;
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
    private JsonObject document;

    @Setup
    public void render() {
        document = new SampleLedger(new SampleSet(1, SampleFormat.JSON, 1), SampleLedger.BUILT)
                .images()
                .images()
                .get(0)
                .payload()
                .document();
    }

    @Benchmark
    public String canonical() {
        return JsonText.canonical(document);
    }

    @Benchmark
    public String canonicalAndHash() {
        return RedactedPayload.fingerprint(document);
    }
}
