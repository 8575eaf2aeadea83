package dev.imagefactory.cli;

import dev.imagefactory.planner.AgeLimits;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ChangeGuards;
import dev.imagefactory.planner.ChangeGuards.Reaction;
import dev.imagefactory.planner.FailureRules;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunPolicy;
import dev.imagefactory.planner.SavedPlan;
import dev.imagefactory.planner.StallLimits;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The settings in force: an option wins over the configuration file, which wins over the default.
 *
 * <p>Paths in options start from the working directory, paths in the configuration file from its folder.
 */
final class Settings {
    private static final List<String> CONFIG_NAMES =
            List.of("imagefactory.yaml", "imagefactory.yml", "imagefactory.json");

    /** A request to an Image Factory of this process does not outlive it. */
    private static final Duration EMULATOR_LEASE = Duration.ofSeconds(10);

    private static final Duration WAITING_TIME_LIMIT = Duration.ofDays(1);

    private final Path workingDirectory;
    private final InputOptions options;
    private final SettingsFile file;

    /** Says where definitions and variables are. */
    private final SettingsFile places;

    private Settings(Path workingDirectory, InputOptions options, SettingsFile file, SettingsFile places) {
        this.workingDirectory = workingDirectory;
        this.options = options;
        this.file = file;
        this.places = places;
    }

    static Settings of(Path workingDirectory, InputOptions options) {
        SettingsFile file = SettingsFile.EMPTY;
        if (options.config != null) {
            file = SettingsFile.read(workingDirectory.resolve(options.config), options.config);
        } else {
            for (String name : CONFIG_NAMES) {
                Path candidate = workingDirectory.resolve(name);
                if (candidate.toFile().isFile()) {
                    file = SettingsFile.read(candidate, name);
                    break;
                }
            }
        }
        return new Settings(workingDirectory, options, file, file);
    }

    /**
     * The same settings, but for the files of another time: where definitions and variables were is said by the
     * configuration of that time, where it had one.
     *
     * @param past gives a file as it was then
     * @throws InvalidInputException where that configuration does not say so
     */
    Settings asOf(Function<Path, Optional<SourceFile>> past) {
        for (String name : options.config == null ? CONFIG_NAMES : List.of(options.config)) {
            Path path = workingDirectory.resolve(name);
            Optional<SourceFile> source = past.apply(path);
            if (source.isPresent()) {
                return new Settings(workingDirectory, options, file, SettingsFile.places(path, source.get()));
            }
        }
        return this;
    }

    SettingsFile file() {
        return file;
    }

    Path templates() {
        return path(options.templates, places.templates(), "templates");
    }

    /** The files given; else {@code variables.json} beside the definitions, where it exists. */
    List<Path> variables() {
        return variables(file -> file.toFile().isFile());
    }

    /** The same where files may be elsewhere than in the file system, for instance in a commit. */
    List<Path> variables(Predicate<Path> exists) {
        if (!options.variables.isEmpty()) {
            return options.variables.stream().map(workingDirectory::resolve).toList();
        }
        if (!places.variables().isEmpty()) {
            return places.variables();
        }
        Path beside = templates().resolve("variables.json");
        return exists.test(beside) ? List.of(beside) : List.of();
    }

    /** A path, or what {@link Ledgers#isTable} says is a table; empty where nothing is said. */
    Optional<String> ledger() {
        return Optional.ofNullable(options.ledger).or(() -> Optional.ofNullable(file.ledger()));
    }

    /** Whether what definitions are rendered to is kept for the next call. */
    boolean keepsRenderings() {
        return !options.noCache;
    }

    /** The folder for that; empty where none is named. */
    Optional<Path> cache() {
        return Optional.ofNullable(options.cache).map(workingDirectory::resolve);
    }

    /** Where the schemas of artifacts are; null where artifacts are not checked. */
    @Nullable
    Path artifactCatalogue() {
        return options.artifactCatalogue == null
                ? file.artifactCatalogue()
                : workingDirectory.resolve(options.artifactCatalogue);
    }

    ImageNamePointer imageNamePointer() {
        return Optional.ofNullable(options.imageNamePointer)
                .or(() -> Optional.ofNullable(file.imageNamePointer()))
                .orElse(ImageNamePointer.DEFAULT);
    }

    PlanPolicy policy(SelectionOptions selection) {
        PlanPolicy configured = PlanPolicy.DEFAULT
                .withMaxAttempts(first(file.maxAttempts(), PlanPolicy.DEFAULT.maxAttempts()))
                .refusingUnchangedNames(file.refuseUnchangedNames())
                .withChangeGuards(ChangeGuards.DEFAULT
                        .withPairs(file.pairs().stream()
                                .map(SettingsFile.StatedPair::names)
                                .toList())
                        .withSplitPairs(first(file.splitPairs(), ChangeGuards.DEFAULT.splitPairs())));
        @Nullable Path rules = selection.failureRules == null ? file.failureRules() : null;
        return policy(selection, rules == null ? configured : configured.withFailureRules(failureRules(rules)));
    }

    /** The policy of a saved plan, which the configuration does not change, with what the options say beside it. */
    PlanPolicy policy(SelectionOptions selection, SavedPlan saved) {
        return policy(selection, saved.policy());
    }

    private PlanPolicy policy(SelectionOptions selection, PlanPolicy base) {
        int maxAttempts = first(selection.maxAttempts, base.maxAttempts());
        if (maxAttempts < 1) {
            throw new UsageException("--max-attempts is " + maxAttempts + "; give at least 1");
        }
        ChangeGuards guards = base.changeGuards();
        return base.withMaxAttempts(maxAttempts)
                .refusingUnchangedNames(selection.refuseUnchangedNames || base.refuseUnchangedNames())
                .withChangeGuards(guards.withSplitPairs(first(selection.splitPairs, guards.splitPairs()))
                        .withDowngrades(selection.allowDowngrade ? Reaction.WARN : guards.downgrades()))
                .withFailureRules(
                        selection.failureRules == null
                                ? base.failureRules()
                                : failureRules(workingDirectory.resolve(selection.failureRules)))
                .withStallLimits(StallLimits.DEFAULT.with(file.stalledAfter()).with(stalledAfter(selection)));
    }

    /** The limits of age; one at which an image counts as failed must be given. */
    AgeLimits ageLimits(@Nullable Duration warnAge, @Nullable Duration failAge) {
        return new AgeLimits(
                first(warnAge, file.warnAge(), AgeLimits.DEFAULT.warnAfter()),
                first(failAge, file.failAge(), AgeLimits.DEFAULT.failAfter()),
                failAge != null || file.failAge() != null);
    }

    private static Map<BuildState, Duration> stalledAfter(SelectionOptions selection) {
        Map<BuildState, Duration> limits = new EnumMap<>(BuildState.class);
        selection.stalledAfter.forEach(limit -> limits.put(limit.state(), limit.duration()));
        return limits;
    }

    private FailureRules failureRules(Path path) {
        Problems problems = new Problems();
        return SourceFile.read(path, shown(path), problems)
                .flatMap(source -> FailureRules.read(source, problems))
                .orElseThrow(() -> new InvalidInputException(problems.sorted()))
                .orElse(FailureRules.DEFAULT);
    }

    /** @param waiting whether the run follows its builds to their end, which takes hours */
    RunPolicy limits(LimitOptions limits, boolean emulated, boolean waiting) {
        try {
            return new RunPolicy(
                    first(limits.concurrency, file.concurrency(), RunPolicy.DEFAULT.concurrency()),
                    first(limits.maxSubmissions, file.maxSubmissions(), RunPolicy.DEFAULT.maxSubmissions()),
                    first(limits.lease, file.lease(), emulated ? EMULATOR_LEASE : RunPolicy.DEFAULT.lease()),
                    first(limits.waitBudget, file.waitBudget(), RunPolicy.DEFAULT.waitBudget()),
                    first(
                            limits.timeLimit,
                            file.timeLimit(),
                            waiting ? WAITING_TIME_LIMIT : RunPolicy.DEFAULT.timeLimit()),
                    first(limits.onUnknownOutcome, file.onUnknownOutcome(), RunPolicy.DEFAULT.onUnknownOutcome()));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static <T> T first(@Nullable T option, @Nullable T inFile, T otherwise) {
        return first(option, first(inFile, otherwise));
    }

    private static <T> T first(@Nullable T given, T otherwise) {
        return given != null ? given : otherwise;
    }

    /** Whether the versions of secrets count in the fingerprint. */
    boolean secretVersions(SelectionOptions selection) {
        return selection.secretVersions || file.secretVersions();
    }

    ImageSelection selection(SelectionOptions selection) {
        return new ImageSelection(
                selection.only.isEmpty() ? file.only() : selection.only,
                selection.exclude.isEmpty() ? file.exclude() : selection.exclude);
    }

    /** A path of the command line. */
    Path inWorkingDirectory(String path) {
        return workingDirectory.resolve(path);
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
