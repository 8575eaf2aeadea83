package dev.imagefactory.cli;

import dev.imagefactory.osob.Consumer;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerPlanner;
import dev.imagefactory.osob.ConsumerUpdate;
import dev.imagefactory.osob.ImageNames;
import dev.imagefactory.osob.Offers;
import dev.imagefactory.planner.AgeLimits;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.report.HtmlReport;
import dev.imagefactory.report.ImageReport;
import dev.imagefactory.report.JUnitReport;
import dev.imagefactory.report.JsonReport;
import dev.imagefactory.report.MarkdownReport;
import dev.imagefactory.report.ReportMaker;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.SecretStoreException;
import dev.imagefactory.template.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the report of a call into the files that its options name. */
final class ReportFiles {
    private final Wiring wiring;
    private final boolean withLogs;

    /** The one for the page of a pipeline's run. */
    private final @Nullable String markdown;

    /** The forms by the names of their files, as they were given. */
    private final Map<String, Function<ImageReport, String>> forms = new LinkedHashMap<>();

    /** Whether there is a report already, which one of a fault must not replace. */
    private boolean begun;

    private ReportFiles(Wiring wiring, ReportOptions options) {
        this.wiring = wiring;
        this.withLogs = options.logs;
        this.markdown = options.markdown;
        add(options.html, HtmlReport::of);
        add(options.junit, JUnitReport::of);
        add(options.markdown, MarkdownReport::of);
        add(options.json, JsonReport::of);
    }

    /** Makes the folders of the files, so that a wrong place ends a call before it has done anything. */
    static ReportFiles of(Wiring wiring, ReportOptions options) {
        if (options.logs && !options.areGiven()) {
            throw new UsageException(
                    "--logs keeps logs beside a report; give --html, --junit, --markdown or --json, too");
        }
        ReportFiles files = new ReportFiles(wiring, options);
        Set<Path> places = new HashSet<>();
        for (String name : files.forms.keySet()) {
            if (!places.add(files.place(name).normalize())) {
                throw new UsageException("two reports cannot be written to " + name + "; name two files");
            }
            try {
                Files.createDirectories(files.folder(name));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the folder of " + name + " cannot be made (" + e + "); name another file", e);
            }
            WholeFile.check(files.place(name), name);
        }
        return files;
    }

    private void add(@Nullable String name, Function<ImageReport, String> form) {
        if (name != null && forms.put(name, form) != null) {
            throw new UsageException("two reports cannot be written to " + name + "; name two files");
        }
    }

    private Path place(String name) {
        return wiring.surroundings().workingDirectory().resolve(name).toAbsolutePath();
    }

    private Path folder(String name) {
        return wiring.surroundings()
                .workingDirectory()
                .toAbsolutePath()
                .resolve(name)
                .resolveSibling("");
    }

    boolean areAsked() {
        return !forms.isEmpty();
    }

    /** Whether logs are to be asked for, for which the service is needed. */
    boolean needService() {
        return withLogs;
    }

    /**
     * What a report is made of.
     *
     * @param run what was done or planned
     * @param ledger as it stands now
     * @param images what is wanted, faultless
     * @param policy by which it was decided
     * @param ages the limits of age
     */
    record Matter(RunReport run, LedgerContents ledger, RenderedImages images, PlanPolicy policy, AgeLimits ages) {}

    /**
     * Writes all forms.
     *
     * @param session where logs are; null where they are not asked for
     */
    ImageReport write(
            Matter matter,
            Settings settings,
            ConsumerOptions consumers,
            AzureOptions azure,
            @Nullable ServiceSession session) {
        Instant now = wiring.surroundings().clock().instant();
        @Nullable ConsumerUpdate update = consumers(matter, settings, consumers, azure, now);
        ReportMaker maker = new ReportMaker(matter.policy.failureRules(), matter.ages);
        ReportMaker.Logs logs = forms.keySet().stream()
                .findFirst()
                .<ReportMaker.Logs>map(first -> new JobLogs(folder(first), session, matter.images))
                .orElse(build -> null);
        ImageReport report = maker.report(matter.run, matter.ledger, matter.images, update, logs, now);
        write(report);
        return report;
    }

    private void write(ImageReport report) {
        begun = true;
        List<RuntimeException> faults = new ArrayList<>();
        forms.forEach((name, form) -> {
            try {
                String text = form.apply(report);
                WholeFile.write(place(name), name, out -> out.write(text));
            } catch (UncheckedIOException | UsageException e) {
                // The others are worth having, the more so where images have failed.
                faults.add(e);
            }
        });
        if (!faults.isEmpty()) {
            throw faults.get(0);
        }
        if (markdown != null) {
            wiring.console().pipeline().summary(place(markdown));
        }
    }

    /** What consumers name; null where none is known of, or it cannot be read, which spoils no report. */
    private @Nullable ConsumerUpdate consumers(
            Matter matter, Settings settings, ConsumerOptions consumers, AzureOptions azure, Instant now) {
        OsobSettings said = settings.file().osob();
        if (forms.isEmpty() || (consumers.consumer == null && said.consumer() == null)) {
            return null;
        }
        try (Consumer consumer = consumers.open(wiring, settings, azure)) {
            return new ConsumerPlanner(
                            new ImageNames(matter.images, settings.imageNamePointer(), matter.ledger),
                            new Offers(matter.run.images(), matter.ledger),
                            new OsobOptions()
                                    .mapping(settings)
                                    .map(file -> Offered.mapping(settings, file))
                                    .orElse(null),
                            said.policy(),
                            now)
                    .plan(consumer.files());
        } catch (ConsumerException | UsageException | UncheckedIOException | SecretStoreException e) {
            wiring.console().warning("the report does not say what consumers name: " + e.getMessage());
            return null;
        }
    }

    /** Does the work of a command; where that comes to nothing, the reports say why. */
    ExitCode during(Supplier<ExitCode> work) {
        try {
            return work.get();
        } catch (InvalidInputException e) {
            tell(e.problems().stream().map(Problem::toString).toList(), e);
            throw e;
        } catch (RuntimeException e) {
            tell(List.of(wiring.hidden(String.valueOf(e.getMessage()))), e);
            throw e;
        }
    }

    private void tell(List<String> faults, RuntimeException cause) {
        if (begun) {
            return;
        }
        try {
            write(ImageReport.ofFaults(faults, wiring.surroundings().clock().instant()));
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
