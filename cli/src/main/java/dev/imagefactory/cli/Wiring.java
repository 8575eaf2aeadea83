package dev.imagefactory.cli;

import dev.imagefactory.catalogue.ArtifactCatalogue;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where all objects are made, from the options of a command and what the process gave. */
final class Wiring {
    private final Surroundings surroundings;
    private final Console console;
    private @Nullable Azure azure;

    Wiring(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
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
        DefinitionSet set = DefinitionSet.read(settings.templates(), settings.variables(), settings::shown, problems);
        return checked(settings, engine(settings).render(set, problems));
    }

    /** The images with what the artifact catalogue says of them, where there is one. */
    private static RenderedImages checked(Settings settings, RenderedImages rendered) {
        @Nullable Path catalogue = settings.artifactCatalogue();
        return catalogue == null
                ? rendered
                : ArtifactCatalogue.read(catalogue, settings::shown).check(rendered);
    }

    /**
     * Renders one file, wherever it lies, as a definition; that it does not use every variable is no problem then.
     *
     * @throws InvalidInputException where anything is wrong with it
     */
    RenderedImage renderValid(Settings settings, Path file) {
        Problems problems = new Problems();
        List<Definition> definitions = new ArrayList<>();
        SourceFile.read(file, settings.shown(file), problems)
                .ifPresent(source ->
                        definitions.add(Definition.of(file.getFileName().toString(), source)));
        DefinitionSet set = new DefinitionSet(definitions, sources(settings, settings.variables(), problems));
        RenderedImages images = checked(settings, engine(settings).render(set, problems));
        List<Problem> own = images.problems().stream()
                .filter(problem -> problem.code() != ProblemCode.UNUSED_VARIABLE)
                .toList();
        if (images.hasErrors()) {
            throw new InvalidInputException(own);
        }
        console.problems(own);
        return images.images().get(0);
    }

    private static TemplateEngine engine(Settings settings) {
        return new TemplateEngine(
                settings.imageNamePointer(),
                settings.file().imageSettings(),
                settings.file().knownRegions());
    }

    private static List<SourceFile> sources(Settings settings, List<Path> files, Problems problems) {
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
            SourceFile.read(file, settings.shown(file), problems).ifPresent(sources::add);
        }
        return sources;
    }

    /**
     * Reads and renders the definitions.
     *
     * @throws InvalidInputException where anything is wrong with them
     */
    RenderedImages renderValid(Settings settings) {
        RenderedImages images = render(settings);
        if (images.hasErrors()) {
            throw new InvalidInputException(images.problems());
        }
        console.problems(images.problems());
        return images;
    }

    BuildLedger ledger(Settings settings, AzureOptions options) {
        return ledgers(settings, options).open();
    }

    Ledgers ledgers(Settings settings, AzureOptions options) {
        return new Ledgers(settings, surroundings, () -> azure(settings, options));
    }

    /** What the ledger remembers; nothing, and none is made, where there is none yet. */
    private LedgerContents history(Settings settings, AzureOptions options) {
        try (BuildLedger ledger = ledgers(settings, options).openToRead()) {
            return ledger.contents();
        }
    }

    /** A plan against what the ledger remembers, and what is wrong with that; no service is asked. */
    RunReport plan(
            Settings settings,
            AzureOptions options,
            RenderedImages images,
            ImageSelection selected,
            PlanPolicy policy) {
        Instant now = surroundings.clock().instant();
        LedgerContents history = history(settings, options);
        List<Build> shown = history.pending().stream()
                .filter(build -> selected.includes(build.imageId()))
                .toList();
        List<Incident> incidents = new ArrayList<>(history.incidents());
        incidents.addAll(policy.stallLimits().incidents(shown, now));
        return RunReport.of(new ImagePlanner(policy).plan(images, history, selected, now), incidents);
    }

    /** Connects to the Image Factory that the options name, or starts one. */
    ServiceSession connect(Settings settings, ServiceOptions options) {
        return ServiceSession.open(settings, options, azure(settings, options.azure), surroundings, console);
    }

    /** One for the command, so that it signs in once and asks for each secret once. */
    private Azure azure(Settings settings, AzureOptions options) {
        if (azure == null) {
            azure = Azure.of(settings, options, surroundings);
        }
        return azure;
    }

    /** The images as a plan compares them: by the versions of their secrets too, where these count. */
    RenderedImages versioned(
            RenderedImages images, Settings settings, SelectionOptions selection, AzureOptions options) {
        if (!settings.secretVersions(selection)) {
            return images;
        }
        Azure vault = azure(settings, options);
        if (!vault.hasVault()) {
            throw new UsageException(
                    "--secret-versions needs the vault that knows them (--vault or" + " IMAGE_FACTORY_VAULT)");
        }
        SecretSources secrets = SecretSources.of(vault, false, surroundings, console);
        return images.withSecretVersions(secrets::version);
    }

    /** The same for a command on an Image Factory: one inside this process gets placeholders, which have no version. */
    RenderedImages versioned(
            RenderedImages images, Settings settings, SelectionOptions selection, ServiceOptions options) {
        return options.emulator ? images : versioned(images, settings, selection, options.azure);
    }
}
