package dev.imagefactory.cli;

import dev.imagefactory.osob.OsobPolicy;
import dev.imagefactory.osob.Proposal.Review;
import dev.imagefactory.osob.RequiredDates;
import dev.imagefactory.osob.Ring;
import dev.imagefactory.template.DurationText;
import dev.imagefactory.template.ImageIdPattern;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says under {@code osob}; null or empty where it says nothing.
 *
 * @param consumer a folder, or the address of a git repository
 * @param mapping the file of promoted versions
 * @param policy where references are looked for, and how they move
 * @param service where branches are reviewed: {@code azure-devops}, {@code github} or {@code none}
 */
record OsobSettings(
        @Nullable String consumer,
        @Nullable String base,
        @Nullable Path mapping,
        OsobPolicy policy,
        @Nullable String service,
        @Nullable String author,
        String key,
        @Nullable String title,
        Review review) {

    static final List<String> KEYS = List.of(
            "consumer",
            "base",
            "mapping",
            "files",
            "exclude",
            "fields",
            "queueFields",
            "rings",
            "requiredDates",
            "productNames",
            "allOrNothing",
            "pullRequest");
    static final List<String> RING_KEYS = List.of("name", "files", "queues", "soak");
    static final List<String> DATE_KEYS = List.of("required", "removal", "extension", "warning");
    static final List<String> PULL_REQUEST_KEYS =
            List.of("service", "author", "key", "title", "labels", "reviewers", "workItems", "draft");

    /** The services that can be named. */
    static final List<String> SERVICES = List.of("azure-devops", "github", "none");

    /** Nothing is said. */
    static final OsobSettings NONE =
            new OsobSettings(null, null, null, OsobPolicy.DEFAULT, null, null, "osob", null, Review.NONE);

    static OsobSettings read(SettingsReader read) {
        Optional<SettingsReader> request = read.object("pullRequest", PULL_REQUEST_KEYS);
        return new OsobSettings(
                read.text(
                        "consumer",
                        text -> isAddress(text)
                                ? text
                                : read.folder().resolve(text).toString()),
                read.text("base", text -> text),
                read.path("mapping"),
                policy(read),
                text(request, "service").orElse(null),
                text(request, "author").orElse(null),
                text(request, "key").orElse(NONE.key),
                text(request, "title").orElse(null),
                request.map(OsobSettings::review).orElse(Review.NONE));
    }

    /** Whether a text is the address of a git repository and no folder. */
    static boolean isAddress(String text) {
        return text.contains("://") || text.matches("[^/\\\\]{2,}@[^/\\\\]+:.*");
    }

    private static Optional<String> text(Optional<SettingsReader> read, String key) {
        return read.flatMap(each -> Optional.ofNullable(each.text(key, text -> checked(key, text))));
    }

    private static String checked(String key, String text) {
        boolean wrong = switch (key) {
            case "service" -> !SERVICES.contains(text);
            case "key" -> !text.matches("[a-z0-9]+(-[a-z0-9]+)*");
            case "author" -> !text.matches("[^<>]+ <[^<>\\s]+@[^<>\\s]+>");
            default -> false;
        };
        if (wrong) {
            throw new IllegalArgumentException(
                    switch (key) {
                        case "service" -> "'" + text + "' is none of " + String.join(", ", SERVICES);
                        case "key" -> "'" + text + "' is not made of lower-case letters, digits and dashes";
                        default -> "'" + text + "' is no author; write it as Name <name@host>";
                    });
        }
        return text;
    }

    private static OsobPolicy policy(SettingsReader read) {
        OsobPolicy standard = OsobPolicy.DEFAULT;
        List<String> queueFields = read.texts("queueFields", text -> text);
        return new OsobPolicy(
                read.texts("files", ImageIdPattern::new),
                read.texts("exclude", ImageIdPattern::new),
                read.texts("fields", text -> text),
                queueFields.isEmpty() ? standard.queueFields() : queueFields,
                read.objects("rings", RING_KEYS).stream()
                        .flatMap(ring -> ring(ring).stream())
                        .toList(),
                read.object("requiredDates", DATE_KEYS).map(OsobSettings::dates).orElse(standard.requiredDates()),
                productNames(read),
                false,
                read.flag("allOrNothing"),
                null);
    }

    private static Optional<Ring> ring(SettingsReader read) {
        @Nullable String name = read.text("name", text -> text);
        if (name == null) {
            read.problems()
                    .add(
                            ProblemCode.INVALID_SETTING,
                            read.document().location(),
                            read.at().text(),
                            "the ring has no name",
                            "give it one: \"name\": \"scouting\"");
            return Optional.empty();
        }
        @Nullable Duration soak = read.text("soak", DurationText::parse);
        return Optional.of(new Ring(
                name,
                read.texts("files", ImageIdPattern::new),
                read.texts("queues", ImageIdPattern::new),
                soak == null ? Duration.ZERO : soak));
    }

    private static RequiredDates dates(SettingsReader read) {
        RequiredDates standard = RequiredDates.DEFAULT;
        return new RequiredDates(
                Optional.ofNullable(read.text("required", text -> text)).orElse(standard.required()),
                Optional.ofNullable(read.text("removal", text -> text)).orElse(standard.removal()),
                Optional.ofNullable(read.text("extension", OsobSettings::days)).orElse(standard.extension()),
                Optional.ofNullable(read.text("warning", OsobSettings::days)).orElse(standard.warning()));
    }

    private static Period days(String text) {
        Duration duration = DurationText.parse(text);
        if (duration.toSecondsPart() + duration.toMinutesPart() + duration.toHoursPart() > 0) {
            throw new IllegalArgumentException("'" + text + "' is not of whole days; write it as 90d");
        }
        return Period.ofDays(Math.toIntExact(duration.toDays()));
    }

    private static SortedMap<String, String> productNames(SettingsReader read) {
        SortedMap<String, String> names = new TreeMap<>();
        String expected = "a mapping of variables to names of products";
        @Nullable
        JsonObject object = read.valueOf(
                "productNames",
                expected,
                value -> value instanceof JsonObject mapping ? Optional.of(mapping) : Optional.empty());
        for (Member member : object == null ? List.<Member>of() : object.members()) {
            read.converted(
                            member.value(),
                            read.at().child("productNames").child(member.name()),
                            "productNames",
                            expected,
                            value -> value instanceof JsonString text ? Optional.of(text.text()) : Optional.empty())
                    .ifPresent(name -> names.put(member.name(), name));
        }
        return names;
    }

    private static Review review(SettingsReader read) {
        return new Review(
                read.texts("labels", text -> text),
                read.texts("reviewers", text -> text),
                read.texts("workItems", text -> text),
                read.flag("draft"));
    }
}
