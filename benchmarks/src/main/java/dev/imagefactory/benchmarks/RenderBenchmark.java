package dev.imagefactory.benchmarks;

import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
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

/** Rendering a set of definitions that is in memory, checks and fingerprints included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // by the set-up
public class RenderBenchmark {
    @Param({"JSON", "YAML"})
    private SampleFormat format;

    @Param("100")
    private int definitions;

    private final TemplateEngine engine = new TemplateEngine(ImageNamePointer.DEFAULT);
    private DefinitionSet set;

    @Setup
    public void makeSet() {
        set = new SampleSet(definitions, format, 1).definitions();
    }

    @Benchmark
    public RenderedImages render() {
        return engine.render(set, new Problems());
    }
}
