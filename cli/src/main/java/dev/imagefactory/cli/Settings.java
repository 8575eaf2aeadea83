package dev.imagefactory.cli;

import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.template.ImageNamePointer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings in force: an option wins over the configuration file, which wins over the default.
 *
 * <p>Paths in options start from the working directory, paths in the configuration file from its folder.
 */
final class Settings {
    private static final List<String> CONFIG_NAMES =
            List.of("imagefactory.yaml", "imagefactory.yml", "imagefactory.json");

    private final Path workingDirectory;
    private final InputOptions options;
    private final SettingsFile file;

    private Settings(Path workingDirectory, InputOptions options, SettingsFile file) {
        this.workingDirectory = workingDirectory;
        this.options = options;
        this.file = file;
    }

    static Settings of(Path workingDirectory, InputOptions options) {
        if (options.config != null) {
            return new Settings(
                    workingDirectory,
                    options,
                    SettingsFile.read(workingDirectory.resolve(options.config), options.config));
        }
        for (String name : CONFIG_NAMES) {
            Path candidate = workingDirectory.resolve(name);
            if (candidate.toFile().isFile()) {
                return new Settings(workingDirectory, options, SettingsFile.read(candidate, name));
            }
        }
        return new Settings(workingDirectory, options, SettingsFile.EMPTY);
    }

    SettingsFile file() {
        return file;
    }

    Path templates() {
        return path(options.templates, file.templates(), "templates");
    }

    /** The files given; else {@code variables.json} beside the definitions, where it exists. */
    List<Path> variables() {
        if (!options.variables.isEmpty()) {
            return options.variables.stream().map(workingDirectory::resolve).toList();
        }
        if (!file.variables().isEmpty()) {
            return file.variables();
        }
        Path beside = templates().resolve("variables.json");
        return beside.toFile().isFile() ? List.of(beside) : List.of();
    }

    /** A path, or what {@link Ledgers#isTable} says is a table; empty where nothing is said. */
    Optional<String> ledger() {
        return Optional.ofNullable(options.ledger).or(() -> Optional.ofNullable(file.ledger()));
    }

    ImageNamePointer imageNamePointer() {
        return Optional.ofNullable(options.imageNamePointer)
                .or(() -> Optional.ofNullable(file.imageNamePointer()))
                .orElse(ImageNamePointer.DEFAULT);
    }

    PlanPolicy policy(SelectionOptions selection) {
        Integer maxAttempts = Optional.ofNullable(selection.maxAttempts)
                .or(() -> Optional.ofNullable(file.maxAttempts()))
                .orElse(PlanPolicy.DEFAULT.maxAttempts());
        if (maxAttempts < 1) {
            throw new UsageException("--max-attempts is " + maxAttempts + "; give at least 1");
        }
        return new PlanPolicy(
                maxAttempts, selection.refuseUnchangedNames || file.refuseUnchangedNames(), ImageSelection.NONE);
    }

    ImageSelection selection(SelectionOptions selection) {
        return new ImageSelection(
                selection.only.isEmpty() ? file.only() : selection.only,
                selection.exclude.isEmpty() ? file.exclude() : selection.exclude);
    }

    /** A path as people know it: relative to the working directory where it is below. */
    String shown(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path shown = absolute.startsWith(workingDirectory) ? workingDirectory.relativize(absolute) : absolute;
        return shown.toString().replace('\\', '/');
    }

    private Path path(@Nullable String option, @Nullable Path inFile, String otherwise) {
        if (option != null) {
            return workingDirectory.resolve(option);
        }
        return inFile != null ? inFile : workingDirectory.resolve(otherwise);
    }
}
