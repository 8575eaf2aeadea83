package dev.imagefactory.cli;

import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ChangeGuards.Reaction;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import dev.imagefactory.planner.VariablePair;
import dev.imagefactory.template.DurationText;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.SettingsRule;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a configuration file says; null, empty or false where it says nothing. {@code docs/cli.md} lists the keys. */
record SettingsFile(
        @Nullable Path templates,
        List<Path> variables,
        @Nullable String ledger,
        @Nullable ImageNamePointer imageNamePointer,
        List<SettingsRule> imageSettings,
        List<String> knownRegions,
        @Nullable Path artifactCatalogue,
        @Nullable Integer maxAttempts,
        boolean refuseUnchangedNames,
        List<StatedPair> pairs,
        @Nullable Reaction splitPairs,
        @Nullable Path failureRules,
        Map<BuildState, Duration> stalledAfter,
        @Nullable Duration warnAge,
        @Nullable Duration failAge,
        List<String> only,
        List<String> exclude,
        @Nullable Duration pollInterval,
        @Nullable String endpoint,
        @Nullable String authentication,
        @Nullable String tenantId,
        @Nullable String clientId,
        @Nullable String serviceConnectionId,
        @Nullable String resourceId,
        @Nullable String vault,
        boolean secretVersions,
        @Nullable Path contract,
        @Nullable Integer concurrency,
        @Nullable Integer maxSubmissions,
        @Nullable Duration lease,
        @Nullable Duration waitBudget,
        @Nullable Duration timeLimit,
        @Nullable OnUnknownOutcome onUnknownOutcome,
        OsobSettings osob) {

    static final List<String> KEYS = List.of(
            "templates",
            "variables",
            "ledger",
            "imageNamePointer",
            "imageSettings",
            "knownRegions",
            "artifactCatalogue",
            "maxAttempts",
            "refuseUnchangedNames",
            "pairs",
            "splitPairs",
            "failureRules",
            "stalledAfter",
            "warnAge",
            "failAge",
            "only",
            "exclude",
            "pollInterval",
            "endpoint",
            "authentication",
            "tenantId",
            "clientId",
            "serviceConnectionId",
            "resourceId",
            "vault",
            "secretVersions",
            "contract",
            "concurrency",
            "maxSubmissions",
            "lease",
            "waitBudget",
            "timeLimit",
            "onUnknownOutcome",
            "osob");

    /** A pair of variables, and where it stands. */
    record StatedPair(VariablePair names, Location location, JsonPointer pointer) {}

    private static final List<String> PLACES = List.of("templates", "variables");

    /** What a file without any key says. */
    static final SettingsFile EMPTY = of(reader(new JsonObject(List.of(), Location.NONE), Path.of(""), new Problems()));

    /**
     * Reads a configuration file.
     *
     * @throws InvalidInputException with all that is wrong in it
     */
    static SettingsFile read(Path path, String shownAs) {
        Problems problems = new Problems();
        Optional<JsonObject> document = SourceFile.read(path, shownAs, problems)
                .flatMap(source -> new DocumentReader().readObject(source, problems));
        return of(document, path, problems);
    }

    /**
     * What a configuration file of another time says of the places of definitions and variables; whatever else it says
     * may be what today's program does not know.
     *
     * @param path where it lay
     * @throws InvalidInputException with all that is wrong in that
     */
    static SettingsFile places(Path path, SourceFile source) {
        Problems problems = new Problems();
        Optional<JsonObject> document = new DocumentReader()
                .readObject(source, problems)
                .map(object -> new JsonObject(
                        object.members().stream()
                                .filter(member -> PLACES.contains(member.name()))
                                .toList(),
                        object.location()));
        return of(document, path, problems);
    }

    private static SettingsFile of(Optional<JsonObject> document, Path path, Problems problems) {
        SettingsFile file =
                document.map(object -> of(reader(object, path, problems))).orElse(EMPTY);
        if (problems.errors() > 0) {
            throw new InvalidInputException(problems.sorted());
        }
        return file;
    }

    /** The images with a warning of each name in a pair that no variable has; of faulty ones not all are known. */
    RenderedImages withUnusedPairs(RenderedImages images) {
        if (images.hasErrors()) {
            return images;
        }
        Set<String> variables = images.variables().keySet();
        Problems unused = new Problems();
        for (StatedPair pair : pairs) {
            for (String name : List.of(pair.names().one(), pair.names().other())) {
                if (!variables.contains(name)) {
                    unused.add(
                            ProblemCode.UNUSED_SETTING,
                            pair.location(),
                            pair.pointer().text(),
                            "there is no variable '" + name + "'",
                            NearestName.of(name, variables)
                                    .map(nearest -> "did you mean '" + nearest + "'?")
                                    .orElse("correct the pair, or delete it"));
                }
            }
        }
        List<Problem> problems = Stream.concat(images.problems().stream(), unused.sorted().stream())
                .sorted(Problem.BY_LOCATION)
                .toList();
        return new RenderedImages(images.images(), images.variables(), problems);
    }

    private static SettingsReader reader(JsonObject document, Path path, Problems problems) {
        Path folder = path.toAbsolutePath().normalize().resolveSibling("");
        return new SettingsReader(document, JsonPointer.ROOT, KEYS, folder, problems);
    }

    private static SettingsFile of(SettingsReader read) {
        Path folder = read.folder();
        return new SettingsFile(
                read.text("templates", folder::resolve),
                read.texts("variables", folder::resolve),
                read.text(
                        "ledger",
                        text -> Ledgers.isTable(text)
                                ? text
                                : folder.resolve(text).toString()),
                read.text("imageNamePointer", ImageNamePointer::parse),
                settingsRules(read, "imageSettings"),
                read.texts("knownRegions", text -> text),
                read.text("artifactCatalogue", folder::resolve),
                read.number("maxAttempts"),
                read.flag("refuseUnchangedNames"),
                pairs(read, "pairs"),
                read.text("splitPairs", Converters::reaction),
                read.text("failureRules", folder::resolve),
                stallLimits(read, "stalledAfter"),
                read.text("warnAge", DurationText::parse),
                read.text("failAge", DurationText::parse),
                read.texts("only", text -> text),
                read.texts("exclude", text -> text),
                read.text("pollInterval", DurationText::parse),
                read.text("endpoint", text -> text),
                read.text("authentication", text -> text),
                read.text("tenantId", text -> text),
                read.text("clientId", text -> text),
                read.text("serviceConnectionId", text -> text),
                read.text("resourceId", text -> text),
                read.text("vault", text -> text),
                read.flag("secretVersions"),
                read.text("contract", folder::resolve),
                read.number("concurrency"),
                read.number("maxSubmissions"),
                read.text("lease", DurationText::parse),
                read.text("waitBudget", DurationText::parse),
                read.text("timeLimit", DurationText::parse),
                read.text("onUnknownOutcome", Converters::onUnknownOutcome),
                read.object("osob", OsobSettings.KEYS).map(OsobSettings::read).orElse(OsobSettings.NONE));
    }

    private static List<SettingsRule> settingsRules(SettingsReader read, String key) {
        return read.document()
                .get(key)
                .map(rules -> SettingsRule.read(rules, read.at().child(key), read.problems()))
                .orElse(List.of());
    }

    private static List<StatedPair> pairs(SettingsReader read, String key) {
        List<StatedPair> pairs = new ArrayList<>();
        read.elements(key).forEach((at, value) -> {
            read.converted(value, at, key, "a list of pairs, each a list of two names of variables", SettingsFile::pair)
                    .ifPresent(pair -> pairs.add(new StatedPair(pair, value.location(), at)));
        });
        return pairs;
    }

    private static Optional<VariablePair> pair(JsonValue value) {
        return value instanceof JsonArray pair
                        && pair.elements().size() == 2
                        && pair.elements().get(0) instanceof JsonString one
                        && pair.elements().get(1) instanceof JsonString other
                ? Optional.of(new VariablePair(one.text(), other.text()))
                : Optional.empty();
    }

    private static Map<BuildState, Duration> stallLimits(SettingsReader read, String key) {
        String expected = "a mapping of states to durations";
        @Nullable
        JsonObject limits = read.valueOf(
                key, expected, value -> value instanceof JsonObject object ? Optional.of(object) : Optional.empty());
        Map<BuildState, Duration> found = new EnumMap<>(BuildState.class);
        for (Member member : limits == null ? List.<Member>of() : limits.members()) {
            JsonPointer at = read.at().child(key).child(member.name());
            read.converted(
                            member.value(),
                            at,
                            key,
                            expected,
                            value -> SettingsReader.textIn(value)
                                    .map(text -> Converters.stallLimit(member.name(), text)))
                    .ifPresent(limit -> found.put(limit.state(), limit.duration()));
        }
        return found;
    }
}
