package dev.imagefactory.benchmarks;

import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.template.RenderedImages;
import java.util.List;
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

/** Deciding about rendered images against a ledger that knows all but a few. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // by the set-up
public class PlanBenchmark {
    @Param("1000")
    private int images;

    private final ImagePlanner planner = new ImagePlanner(PlanPolicy.DEFAULT);
    private RenderedImages wanted;
    private LedgerContents ledger;

    @Setup
    public void render() {
        SampleLedger sample = new SampleLedger(new SampleSet(images, SampleFormat.JSON, 1), SampleLedger.BUILT);
        wanted = sample.images();
        ledger = sample.contents();
    }

    @Benchmark
    public List<PlannedImage> plan() {
        return planner.plan(wanted, ledger, ImageSelection.ALL, SampleLedger.NOW);
    }
}
