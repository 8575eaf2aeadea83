package dev.imagefactory.benchmarks;

import dev.imagefactory.planner.AgeLimits;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.FailureRules;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.report.HtmlReport;
import dev.imagefactory.report.ImageReport;
import dev.imagefactory.report.JsonReport;
import dev.imagefactory.report.ReportMaker;
import dev.imagefactory.template.RenderedImages;
import java.util.ArrayList;
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

/** Making the report of a plan, of which every tenth image has failed, and its texts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // by the set-up
public class ReportBenchmark {
    private static final int FAILED = 10;

    @Param("300")
    private int images;

    private final ReportMaker maker = new ReportMaker(FailureRules.DEFAULT, AgeLimits.DEFAULT);
    private RenderedImages wanted;
    private LedgerContents ledger;
    private RunReport run;
    private ImageReport report;

    @Setup
    public void plan() {
        SampleLedger sample = new SampleLedger(new SampleSet(images, SampleFormat.JSON, 1), SampleLedger.BUILT);
        wanted = sample.images();
        List<Build> builds = new ArrayList<>();
        for (Build build : sample.contents().builds()) {
            builds.add(builds.size() % FAILED == 0 ? failed(build) : build);
        }
        ledger = new LedgerContents(builds, List.of());
        run = RunReport.of(
                new ImagePlanner(PlanPolicy.DEFAULT).plan(wanted, ledger, ImageSelection.ALL, SampleLedger.NOW),
                List.of());
        report = make();
    }

    private static Build failed(Build build) {
        BuildProgress built = build.progress();
        return new Build(
                build.order(),
                new BuildProgress(
                        BuildState.FAILED,
                        built.since(),
                        null,
                        built.trackingId(),
                        true,
                        built.finishedAt(),
                        "artifact Windows-InstallPackages: the download ended with 404 Not Found",
                        built.logUrl()),
                build.revision());
    }

    @Benchmark
    public ImageReport make() {
        return maker.report(run, ledger, wanted, null, build -> null, SampleLedger.NOW);
    }

    @Benchmark
    public String json() {
        return JsonReport.of(report);
    }

    @Benchmark
    public String html() {
        return HtmlReport.of(report);
    }
}
