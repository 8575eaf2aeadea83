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
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
        @Nullable OnUnknownOutcome onUnknownOutcome) {

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
            "onUnknownOutcome");

    /** A pair of variables, and where it stands. */
    record StatedPair(VariablePair names, Location location, JsonPointer pointer) {}

    /** What a file without any key says. */
    static final SettingsFile EMPTY =
            new Reader(new JsonObject(List.of(), Location.NONE), Path.of(""), new Problems()).file();

    /**
     * Reads a configuration file.
     *
     * @throws InvalidInputException with all that is wrong in it
     */
    static SettingsFile read(Path path, String shownAs) {
        Problems problems = new Problems();
        Optional<JsonObject> document = SourceFile.read(path, shownAs, problems)
                .flatMap(source -> new DocumentReader().readObject(source, problems));
        SettingsFile file = document.map(object -> new Reader(object, path, problems).file())
                .orElse(EMPTY);
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

    /** Takes the values out of a document, one problem for each that is not what it should be. */
    private static final class Reader {
        private final JsonObject document;
        private final Path folder;
        private final Problems problems;

        Reader(JsonObject document, Path path, Problems problems) {
            this.document = document;
            this.folder = path.toAbsolutePath().normalize().resolveSibling("");
            this.problems = problems;
        }

        SettingsFile file() {
            for (Member member : document.members()) {
                if (!KEYS.contains(member.name())) {
                    problems.add(
                            ProblemCode.UNKNOWN_SETTING,
                            member.location(),
                            JsonPointer.ROOT.child(member.name()).text(),
                            "there is no setting '" + member.name() + "'",
                            NearestName.of(member.name(), KEYS)
                                    .map(name -> "did you mean '" + name + "'?")
                                    .orElse("the settings are " + String.join(", ", KEYS)));
                }
            }
            return new SettingsFile(
                    text("templates", folder::resolve),
                    texts("variables", folder::resolve),
                    text(
                            "ledger",
                            text -> Ledgers.isTable(text)
                                    ? text
                                    : folder.resolve(text).toString()),
                    text("imageNamePointer", ImageNamePointer::parse),
                    settingsRules("imageSettings"),
                    texts("knownRegions", text -> text),
                    text("artifactCatalogue", folder::resolve),
                    number("maxAttempts"),
                    flag("refuseUnchangedNames"),
                    pairs("pairs"),
                    text("splitPairs", Converters::reaction),
                    text("failureRules", folder::resolve),
                    stallLimits("stalledAfter"),
                    text("warnAge", DurationText::parse),
                    text("failAge", DurationText::parse),
                    texts("only", text -> text),
                    texts("exclude", text -> text),
                    text("pollInterval", DurationText::parse),
                    text("endpoint", text -> text),
                    text("authentication", text -> text),
                    text("tenantId", text -> text),
                    text("clientId", text -> text),
                    text("serviceConnectionId", text -> text),
                    text("resourceId", text -> text),
                    text("vault", text -> text),
                    flag("secretVersions"),
                    text("contract", folder::resolve),
                    number("concurrency"),
                    number("maxSubmissions"),
                    text("lease", DurationText::parse),
                    text("waitBudget", DurationText::parse),
                    text("timeLimit", DurationText::parse),
                    text("onUnknownOutcome", Converters::onUnknownOutcome));
        }

        private <T> @Nullable T text(String key, Function<String, T> conversion) {
            return valueOf(key, "a text", value -> textIn(value).map(conversion));
        }

        private static Optional<String> textIn(JsonValue value) {
            return value instanceof JsonString string ? Optional.of(string.text()) : Optional.empty();
        }

        private @Nullable Integer number(String key) {
            return valueOf(
                    key,
                    "a whole number from 1 on",
                    value -> value instanceof JsonNumber number && number.text().matches("[1-9][0-9]{0,8}")
                            ? Optional.of(Integer.valueOf(number.text()))
                            : Optional.empty());
        }

        private boolean flag(String key) {
            return Boolean.TRUE.equals(valueOf(
                    key,
                    "true or false",
                    value -> value instanceof JsonBoolean bool ? Optional.of(bool.value()) : Optional.empty()));
        }

        private <T> List<T> texts(String key, Function<String, T> conversion) {
            List<T> texts = new ArrayList<>();
            elements(key).forEach((at, value) -> {
                converted(
                                value,
                                at,
                                key,
                                "a text or a list of texts",
                                each -> textIn(each).map(conversion))
                        .ifPresent(texts::add);
            });
            return texts;
        }

        private List<SettingsRule> settingsRules(String key) {
            return document.get(key)
                    .map(rules -> SettingsRule.read(rules, JsonPointer.ROOT.child(key), problems))
                    .orElse(List.of());
        }

        private List<StatedPair> pairs(String key) {
            List<StatedPair> pairs = new ArrayList<>();
            elements(key).forEach((at, value) -> {
                converted(value, at, key, "a list of pairs, each a list of two names of variables", Reader::pair)
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

        private Map<BuildState, Duration> stallLimits(String key) {
            String expected = "a mapping of states to durations";
            @Nullable
            JsonObject limits = valueOf(
                    key,
                    expected,
                    value -> value instanceof JsonObject object ? Optional.of(object) : Optional.empty());
            Map<BuildState, Duration> found = new EnumMap<>(BuildState.class);
            for (Member member : limits == null ? List.<Member>of() : limits.members()) {
                JsonPointer at = JsonPointer.ROOT.child(key).child(member.name());
                converted(
                                member.value(),
                                at,
                                key,
                                expected,
                                value -> textIn(value).map(text -> Converters.stallLimit(member.name(), text)))
                        .ifPresent(limit -> found.put(limit.state(), limit.duration()));
            }
            return found;
        }

        /** The elements of a list by their places; a value that is none stands for a list of itself. */
        private Map<JsonPointer, JsonValue> elements(String key) {
            JsonPointer at = JsonPointer.ROOT.child(key);
            Map<JsonPointer, JsonValue> elements = new LinkedHashMap<>();
            document.get(key).ifPresent(value -> {
                if (value instanceof JsonArray array) {
                    array.elements().forEach(each -> elements.put(at.child(elements.size()), each));
                } else {
                    elements.put(at, value);
                }
            });
            return elements;
        }

        private <T> @Nullable T valueOf(String key, String expected, Function<JsonValue, Optional<T>> conversion) {
            @Nullable
            T converted = document.get(key)
                    .flatMap(value -> converted(value, JsonPointer.ROOT.child(key), key, expected, conversion))
                    .orElse(null);
            return converted;
        }

        private <T> Optional<T> converted(
                JsonValue value,
                JsonPointer at,
                String key,
                String expected,
                Function<JsonValue, Optional<T>> conversion) {
            String message = "the setting '" + key + "' is not " + expected;
            try {
                Optional<T> converted = conversion.apply(value);
                if (converted.isPresent()) {
                    return converted;
                }
            } catch (IllegalArgumentException e) {
                message = String.valueOf(e.getMessage());
            }
            problems.add(
                    ProblemCode.INVALID_SETTING,
                    value.location(),
                    at.text(),
                    message,
                    "see docs/cli.md for the settings and their forms");
            return Optional.empty();
        }
    }
}
