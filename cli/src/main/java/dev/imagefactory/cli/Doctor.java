package dev.imagefactory.cli;

import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code doctor} looks at, in the order in which things are needed. Nothing is changed anywhere. */
final class Doctor {
    private static final List<String> AFTER_CONFIGURATION = List.of(
            "templates",
            "sign-in",
            "secrets",
            "service",
            "clock",
            "ledger",
            "rows",
            "claims",
            "stalled",
            "ages",
            "pipeline",
            "consumer");

    private final Wiring wiring;
    private final InputOptions input;
    private final ServiceOptions service;
    private final @Nullable Duration expectedEvery;

    /** @param expectedEvery how often a run is expected; null where nobody says */
    Doctor(Wiring wiring, InputOptions input, ServiceOptions service, @Nullable Duration expectedEvery) {
        this.wiring = wiring;
        this.input = input;
        this.service = service;
        this.expectedEvery = expectedEvery;
    }

    void examine(Checkup checkup) {
        Optional<Settings> settings = checkup.attempt(
                "configuration", "correct it; docs/cli.md lists the keys and options", this::readSettings);
        if (settings.isEmpty()) {
            AFTER_CONFIGURATION.forEach(check ->
                    checkup.add(Finding.skipped(check, "the configuration, which says where it is, is wrong")));
            return;
        }
        checkup.add(Finding.ok("configuration", "read"));
        examine(checkup, settings.get());
    }

    /** Reads what the configuration leads to as well: the rules of failures. */
    private Settings readSettings() {
        Settings settings = wiring.settings(input);
        settings.policy(new SelectionOptions());
        settings.limits(new LimitOptions(), service.emulator, false);
        return settings;
    }

    private void examine(Checkup checkup, Settings settings) {
        Optional<RenderedImages> images = checkup.attempt(
                "templates", "'imagefactory validate' shows all that is wrong", () -> wiring.render(settings));
        images.ifPresent(rendered -> checkup.add(templates(rendered)));
        RenderedImages known = images.orElse(new RenderedImages(List.of(), new TreeMap<>(), List.of()));

        AzureChecks azure = new AzureChecks(wiring, settings, service);
        checkup.check("sign-in", "correct the sign-in, see docs/cli.md#signing-in", azure::signIn);
        checkup.check("secrets", "see docs/cli.md#secrets", () -> azure.secrets(known));

        ServiceChecks factory = new ServiceChecks(wiring, settings, service);
        checkup.check("service", "check endpoint, network and --contract", factory::contract);
        checkup.check("clock", "see whether the services answer at all", factory::clock);

        PlanPolicy policy = settings.policy(new SelectionOptions());
        new LedgerChecks(wiring, settings, service, policy).examine(checkup, known, expectedEvery);

        ConsumerCheck consumer = new ConsumerCheck(wiring, settings, service.azure);
        checkup.check(
                "consumer", "check osob.consumer and its credentials, see docs/osob.md#credentials", consumer::look);
    }

    private static Finding templates(RenderedImages images) {
        List<Problem> problems = images.problems();
        List<Problem> errors = problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
        String count = ReportText.counted(images.images().size(), "image");
        String next = "'imagefactory validate' shows all of it";
        if (!errors.isEmpty()) {
            return Finding.error("templates", ExitCode.INVALID_INPUT, Checkup.firstOf(errors), next);
        }
        return problems.isEmpty()
                ? Finding.ok("templates", count + ", no problem")
                : Finding.warning("templates", count + "; " + Checkup.firstOf(problems), next);
    }
}
