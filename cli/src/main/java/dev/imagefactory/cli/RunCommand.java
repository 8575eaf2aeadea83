package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildRunner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = "Follow what was submitted, submit what must be built, report, and end")
class RunCommand extends InputCommand {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);
    private static final Duration EMULATOR_POLL_INTERVAL = Duration.ofMillis(250);

    @ParametersDelegate
    SelectionOptions selection = new SelectionOptions();

    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @ParametersDelegate
    LimitOptions limits = new LimitOptions();

    @Parameter(
            names = "--force",
            variableArity = true,
            splitter = Converters.Whole.class,
            description = "Build these images whether or not they need it (ids, or patterns with *)")
    List<String> force = new ArrayList<>();

    @Parameter(names = "--wait", description = "Follow the builds to their end instead of ending at once")
    boolean wait;

    @Nullable
    @Parameter(
            names = "--poll-interval",
            converter = Converters.ToDuration.class,
            description = "How often --wait asks (default: 30s; with --emulator 250 ms)")
    Duration pollInterval;

    @Override
    public ExitCode run(Wiring wiring) {
        Settings settings = wiring.settings(input);
        RenderedImages images = wiring.versioned(wiring.renderValid(settings), settings, selection, service);
        ImageSelection selected = Selections.checked(settings.selection(selection), images);
        PlanPolicy policy = settings.policy(selection);
        if (!force.isEmpty()) {
            List<String> ids = images.images().stream().map(RenderedImage::id).toList();
            force.forEach(pattern -> Selections.requireMatch(pattern, ids));
            List<String> leftOut = ids.stream()
                    .filter(ImageSelection.matching(force)::includes)
                    .filter(id -> !selected.includes(id))
                    .toList();
            if (!leftOut.isEmpty()) {
                throw new UsageException("--only or --exclude leaves out what is to be built: " + leftOut);
            }
            policy = policy.forcing(ImageSelection.matching(force));
        }
        try (BuildLedger ledger = wiring.ledger(settings, service.azure);
                ServiceSession session = wiring.connect(settings, service)) {
            BuildRunner runner = session.runner(ledger, settings.limits(limits, service.emulator, wait));
            RunReport report = wait
                    ? follow(wiring, settings, runner, images, selected, policy)
                    : runner.run(images, selected, policy);
            Results.print(wiring, input, report, policy, images, selection.all);
            return Results.exitCode(report);
        }
    }

    private RunReport follow(
            Wiring wiring,
            Settings settings,
            BuildRunner runner,
            RenderedImages images,
            ImageSelection selected,
            PlanPolicy policy) {
        Duration interval = Optional.ofNullable(pollInterval)
                .or(() -> Optional.ofNullable(settings.file().pollInterval()).filter(each -> !service.emulator))
                .orElse(service.emulator ? EMULATOR_POLL_INTERVAL : POLL_INTERVAL);
        try (WaitProgress progress =
                new WaitProgress(wiring.console(), wiring.surroundings().terminal())) {
            return runner.runToEnd(images, selected, policy, interval, progress::show);
        }
    }
}
