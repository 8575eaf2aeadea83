package dev.imagefactory.cli;

import dev.imagefactory.cli.Converters.StallLimit;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ChangeGuards.Reaction;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import dev.imagefactory.planner.VariablePair;
import dev.imagefactory.template.DurationText;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.NearestName;
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
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
        List<VariablePair> pairs,
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

    private static final List<String> PLACES = List.of("templates", "variables");

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
        SettingsFile file = document.map(object -> new Reader(object, path, problems).file())
                .orElse(EMPTY);
        if (problems.errors() > 0) {
            throw new InvalidInputException(problems.sorted());
        }
        return file;
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
            return valueOf(
                    key,
                    "a text",
                    value -> value instanceof JsonString string
                            ? Optional.of(conversion.apply(string.text()))
                            : Optional.empty());
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
            @Nullable
            List<T> texts = valueOf(key, "a text or a list of texts", value -> {
                List<JsonValue> values = value instanceof JsonArray array ? array.elements() : List.of(value);
                List<T> found = new ArrayList<>();
                values.forEach(each -> {
                    if (each instanceof JsonString string) {
                        found.add(conversion.apply(string.text()));
                    }
                });
                return found.size() == values.size() ? Optional.of(found) : Optional.empty();
            });
            return texts == null ? List.of() : texts;
        }

        private List<SettingsRule> settingsRules(String key) {
            return document.get(key)
                    .map(rules -> SettingsRule.read(rules, JsonPointer.ROOT.child(key), problems))
                    .orElse(List.of());
        }

        private List<VariablePair> pairs(String key) {
            @Nullable
            List<VariablePair> pairs = valueOf(key, "a list of pairs, each a list of two names of variables", value -> {
                List<VariablePair> found = new ArrayList<>();
                List<JsonValue> values = value instanceof JsonArray array ? array.elements() : List.of(value);
                for (JsonValue each : values) {
                    if (each instanceof JsonArray pair
                            && pair.elements().size() == 2
                            && pair.elements().get(0) instanceof JsonString one
                            && pair.elements().get(1) instanceof JsonString other) {
                        found.add(new VariablePair(one.text(), other.text()));
                    }
                }
                return found.size() == values.size() ? Optional.of(found) : Optional.empty();
            });
            return pairs == null ? List.of() : pairs;
        }

        private Map<BuildState, Duration> stallLimits(String key) {
            @Nullable
            Map<BuildState, Duration> limits = valueOf(key, "a mapping of states to durations", value -> {
                if (!(value instanceof JsonObject object)) {
                    return Optional.empty();
                }
                Map<BuildState, Duration> found = new EnumMap<>(BuildState.class);
                for (Member member : object.members()) {
                    if (member.value() instanceof JsonString duration) {
                        StallLimit limit = Converters.stallLimit(member.name(), duration.text());
                        found.put(limit.state(), limit.duration());
                    }
                }
                return found.size() == object.members().size() ? Optional.of(found) : Optional.empty();
            });
            return limits == null ? Map.of() : limits;
        }

        private <T> @Nullable T valueOf(String key, String expected, Function<JsonValue, Optional<T>> conversion) {
            Optional<JsonValue> value = document.get(key);
            if (value.isEmpty()) {
                return null;
            }
            String message = "the setting '" + key + "' is not " + expected;
            try {
                Optional<T> converted = conversion.apply(value.get());
                if (converted.isPresent()) {
                    return converted.get();
                }
            } catch (IllegalArgumentException e) {
                message = String.valueOf(e.getMessage());
            }
            problems.add(
                    ProblemCode.INVALID_SETTING,
                    value.get().location(),
                    JsonPointer.ROOT.child(key).text(),
                    message,
                    "see docs/cli.md for the settings and their forms");
            return null;
        }
    }
}
