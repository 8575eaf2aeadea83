package dev.imagefactory.cli;

import dev.imagefactory.catalogue.ArtifactCatalogue;
import dev.imagefactory.git.GitHistory;
import dev.imagefactory.git.GitHistoryException;
import dev.imagefactory.git.GitRevision;
import dev.imagefactory.osob.ProposalResult;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.planner.SavedPlan;
import dev.imagefactory.pullrequests.GitConsumer;
import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.RenderingCache;
import dev.imagefactory.template.SecretMemory;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where all objects are made, from the options of a command and what the process gave. */
final class Wiring {
    private final Surroundings surroundings;
    private final Console console;
    private final SecretMemory secrets;
    private @Nullable Azure azure;
    private volatile boolean connected;

    /** @param secrets the memory of all secrets that the process learns */
    Wiring(Surroundings surroundings, Console console, SecretMemory secrets) {
        this.surroundings = surroundings;
        this.console = console;
        this.secrets = secrets;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Console console() {
        return console;
    }

    Settings settings(InputOptions options) {
        return Settings.of(surroundings.workingDirectory(), options);
    }

    /** Reads and renders the definitions, faulty or not. */
    RenderedImages render(Settings settings) {
        Problems problems = new Problems();
        return rendered(settings, definitions(settings, problems), problems);
    }

    /** Renders the definitions of the settings by what was kept of an earlier call, as far as they are as they were. */
    private RenderedImages rendered(Settings settings, DefinitionSet set, Problems problems) {
        @Nullable
        RenderingCache cache =
                new CachePlace(surroundings, ProgramVersion.read()).of(settings).orElse(null);
        return checked(settings, engine(settings).render(set, cache, problems));
    }

    private static DefinitionSet definitions(Settings settings, Problems problems) {
        return DefinitionSet.onDisk(settings.templates(), settings.variables(), settings::shown, problems);
    }

    /**
     * Renders the definitions as they would be with other values of variables.
     *
     * @throws InvalidInputException where anything would be wrong with them
     */
    RenderedImages renderValid(Settings settings, SourceFile values) {
        Problems problems = new Problems();
        DefinitionSet set = definitions(settings, problems).withVariables(values);
        return valid(checked(settings, engine(settings).render(set, problems)));
    }

    /**
     * Renders the definitions as they stood at a commit: where the configuration of that commit, if it had one, says
     * that they lay; by the other settings of today.
     *
     * @throws InvalidInputException where anything was wrong with them
     * @throws UsageException where the repository has no such commit
     */
    RenderedImages renderValid(Settings settings, String ref) {
        try (GitHistory history = GitHistory.open(settings.templates())) {
            GitRevision revision = history.at(ref);
            Settings then = settings.asOf(revision::file);
            Problems problems = new Problems();
            DefinitionSet set = revision.read(then.templates(), then.variables(revision::holds), problems);
            return valid(engine(settings).render(set, problems));
        } catch (GitHistoryException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static RenderedImages valid(RenderedImages images) {
        if (images.hasErrors()) {
            throw new InvalidInputException(images.problems());
        }
        return images;
    }

    /** The images with what the artifact catalogue, where there is one, and the pairs of the configuration say. */
    private static RenderedImages checked(Settings settings, RenderedImages rendered) {
        @Nullable Path catalogue = settings.artifactCatalogue();
        RenderedImages images = catalogue == null
                ? rendered
                : ArtifactCatalogue.read(catalogue, settings::shown).check(rendered);
        return settings.file().withUnusedPairs(images);
    }

    /**
     * Renders one file, wherever it lies, as a definition; that it does not use every variable is no problem then. One
     * of the folder of definitions is rendered with what the others say of it: defaults, and bases.
     *
     * @throws InvalidInputException where anything is wrong with it
     */
    RenderedImage renderValid(Settings settings, Path file) {
        String shown = settings.shown(file);
        Problems problems = new Problems();
        DefinitionSet all = definitions(settings, problems);
        boolean isDefined =
                all.files().stream().anyMatch(each -> each.file().path().equals(shown));
        if (!isDefined) {
            problems = new Problems();
            List<Definition> alone = SourceFile.read(file, shown, problems).stream()
                    .map(source -> Definition.of(file.getFileName().toString(), source))
                    .toList();
            all = new DefinitionSet(alone, all.variables());
        }
        RenderedImages images = checked(settings, engine(settings).render(all, problems));
        List<Problem> found = images.problems().stream()
                .filter(problem -> problem.code() != ProblemCode.UNUSED_VARIABLE)
                .filter(problem -> problem.code() != ProblemCode.UNUSED_SETTING)
                .toList();
        RenderedImage image = images.images().stream()
                .filter(each -> each.file().equals(shown))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(found));
        console.problems(found.stream()
                .filter(problem -> problem.location().file().equals(shown))
                .toList());
        return image;
    }

    static TemplateEngine engine(Settings settings) {
        return new TemplateEngine(
                settings.imageNamePointer(),
                settings.file().imageSettings(),
                settings.file().knownRegions());
    }

    /**
     * Reads and renders the definitions.
     *
     * @throws InvalidInputException where anything is wrong with them
     */
    RenderedImages renderValid(Settings settings) {
        return shown(renderQuietly(settings));
    }

    /** The same for a run, which may wait for hours: what was read once counts, whatever happens to the files. */
    RenderedImages renderForRun(Settings settings) {
        Problems problems = new Problems();
        DefinitionSet set = DefinitionSet.read(settings.templates(), settings.variables(), settings::shown, problems);
        return shown(valid(rendered(settings, set, problems)));
    }

    private RenderedImages shown(RenderedImages images) {
        console.problems(images.problems());
        return images;
    }

    /** The same where it is not about warnings: only their number is told. */
    RenderedImages renderCounting(Settings settings) {
        RenderedImages images = renderQuietly(settings);
        int warnings = images.problems().size();
        if (warnings > 0) {
            console.note(ReportText.counted(warnings, "warning") + "; 'imagefactory validate' shows "
                    + (warnings == 1 ? "it" : "them"));
        }
        return images;
    }

    /** The same without a word about warnings. */
    RenderedImages renderQuietly(Settings settings) {
        return valid(render(settings));
    }

    BuildLedger ledger(Settings settings, AzureOptions options) {
        return ledgers(settings, options).open();
    }

    Ledgers ledgers(Settings settings, AzureOptions options) {
        return new Ledgers(settings, surroundings, () -> azure(settings, options));
    }

    /** A plan as it is reported, with what it was made from. */
    record Planned(
            RunReport report,
            List<PlannedImage> plan,
            LedgerContents history,
            Optional<String> service,
            ImageSelection selected,
            PlanPolicy policy) {
        /** As it is kept. */
        SavedPlan saved() {
            return SavedPlan.of(plan, history, service, selected, policy);
        }
    }

    /**
     * A saved plan.
     *
     * @throws InvalidInputException where anything is wrong with it
     */
    SavedPlan savedPlan(String file) {
        Problems problems = new Problems();
        return SourceFile.read(surroundings.workingDirectory().resolve(file), file, problems)
                .flatMap(source -> SavedPlan.read(source, problems))
                .orElseThrow(() -> new InvalidInputException(problems.sorted()));
    }

    /** A plan against what the ledger remembers, and what is wrong with that; no service is asked. */
    RunReport plan(
            Settings settings,
            AzureOptions options,
            RenderedImages images,
            ImageSelection selected,
            PlanPolicy policy) {
        return planned(readLedger(settings, options), images, selected, policy).report();
    }

    /** Begins to read the ledger for a plan. */
    LedgerReading readLedger(Settings settings, AzureOptions options) {
        return LedgerReading.begin(ledgers(settings, options));
    }

    /** The same plan, which can be kept too. */
    Planned planned(LedgerReading ledger, RenderedImages images, ImageSelection selected, PlanPolicy policy) {
        Instant now = surroundings.clock().instant();
        LedgerContents history = ledger.result().contents();
        List<Build> shown = history.pending().stream()
                .filter(build -> selected.includes(build.imageId()))
                .toList();
        List<Incident> incidents = new ArrayList<>(history.incidents());
        incidents.addAll(policy.stallLimits().incidents(shown, now));
        List<PlannedImage> plan = new ImagePlanner(policy).plan(images, history, selected, now);
        return new Planned(
                RunReport.of(plan, incidents), plan, history, ledger.result().service(), selected, policy);
    }

    /** Connects to the Image Factory that the options name, or starts one. */
    ServiceSession connect(Settings settings, ServiceOptions options) {
        connected = true;
        return ServiceSession.open(
                settings, options, azure(settings, options.azure), surroundings, console, secrets, false);
    }

    /** Connects such that each request is tried once, so that a look is short. */
    ServiceSession connectForOneTry(Settings settings, ServiceOptions options) {
        Azure signingIn = azure(settings, options.azure);
        return ServiceSession.open(settings, options, signingIn, surroundings, console, secrets, true);
    }

    /** The memory of all secrets that the process has learned. */
    SecretMemory secrets() {
        return secrets;
    }

    /** A result without secrets, which the words of a server may repeat. */
    ProposalResult hidden(ProposalResult result) {
        return new ProposalResult(result.state(), result.place(), secrets.hide(result.detail()));
    }

    /** A text without the secrets that the process has learned. */
    String hidden(String text) {
        return secrets.hide(text);
    }

    /** Opens a consumer in a git repository. */
    GitConsumer gitConsumer(
            Settings settings, AzureOptions options, String address, @Nullable String base, @Nullable String service) {
        return new GitConsumers(surroundings, secrets, () -> azure(settings, options))
                .open(address, base, service, settings.file().osob().author());
    }

    boolean isConnected() {
        return connected;
    }

    /** One for the command, so that it signs in once and asks for each secret once. */
    synchronized Azure azure(Settings settings, AzureOptions options) {
        if (azure == null) {
            azure = Azure.of(settings, options, surroundings, secrets);
        }
        return azure;
    }

    /**
     * The images as a plan compares them.
     *
     * @param secretVersions whether by the versions of their secrets too
     */
    RenderedImages versioned(RenderedImages images, Settings settings, boolean secretVersions, AzureOptions options) {
        if (!secretVersions) {
            return images;
        }
        Azure vault = azure(settings, options);
        if (!vault.hasVault()) {
            throw new UsageException(
                    "--secret-versions needs the vault that knows them (--vault or" + " IMAGE_FACTORY_VAULT)");
        }
        SecretSources sources = SecretSources.of(vault, false, surroundings, console);
        return images.withSecretVersions(name -> sources.version(name, secrets));
    }

    /** The same for a command on an Image Factory: one inside this process gets placeholders, which have no version. */
    RenderedImages versioned(RenderedImages images, Settings settings, boolean secretVersions, ServiceOptions options) {
        return options.emulator ? images : versioned(images, settings, secretVersions, options.azure);
    }
}
