package dev.imagefactory.report;

import dev.imagefactory.osob.Reference;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A report as JSON, which is a contract: {@code docs/schemas/report.schema.json} describes it. A change that breaks a
 * reader raises {@code schemaVersion}.
 */
public final class JsonReport {
    private static final int SCHEMA_VERSION = 1;

    private JsonReport() {}

    /** The text of the file. */
    public static String of(ImageReport report) {
        Node root = new Node()
                .put("schemaVersion", SCHEMA_VERSION)
                .put("at", report.at())
                .put("summary", summary(report))
                .put("faults", list(report.faults(), JsonReport::string))
                .put("failures", list(report.failures(), JsonReport::failure))
                .put("images", list(report.images(), JsonReport::image))
                .put("incidents", list(report.incidents(), JsonReport::incident));
        return SafeText.json(JsonText.pretty(root.value())) + "\n";
    }

    private static JsonValue summary(ImageReport report) {
        Node summary = new Node().put("images", report.images().size());
        for (Verdict verdict : Verdict.values()) {
            summary.put(verdict.id(), report.count(verdict));
        }
        return summary.value();
    }

    private static JsonValue failure(ReportedFailure failure) {
        @Nullable SavedLog log = failure.log();
        return new Node()
                .put("imageId", failure.imageId())
                .put("kind", failure.kind())
                .put("message", failure.message())
                .put("advice", failure.advice())
                .put("blocking", new JsonBoolean(failure.isBlocking(), Location.NONE))
                .put("artifact", failure.artifact())
                .put("owner", failure.owner())
                .put("trackingId", failure.trackingId())
                .put("error", failure.error())
                .put("logUrl", failure.logUrl())
                .put("logFile", log == null ? null : log.file())
                .put("logNote", log == null ? null : log.note())
                .put("attempts", list(failure.attempts(), JsonReport::build))
                .value();
    }

    private static JsonValue image(ReportedImage image) {
        PlannedImage plan = image.plan();
        @Nullable RenderedImage wanted = plan.image();
        @Nullable Build build = plan.build();
        return new Node()
                .put("id", plan.imageId())
                .put("imageNames", list(plan.imageNames(), JsonReport::string))
                .put("verdict", image.verdict().id())
                .put("action", plan.action().id())
                .put("reason", plan.reason().code().id())
                .put("message", plan.reason().message())
                .put("warnings", list(plan.warnings(), JsonReport::string))
                .put("state", build == null ? null : build.state().id())
                .put("trackingId", build == null ? null : build.progress().trackingId())
                .put("lastSuccessAt", plan.lastSuccessAt())
                .put("ageDays", image.age() == null ? null : image.age().days())
                .put("ageMark", image.ageMark().id())
                .put(
                        "typicalSeconds",
                        image.typical() == null ? null : image.typical().toSeconds())
                .put("owner", wanted == null ? null : wanted.settings().owner())
                .put("ring", wanted == null ? null : wanted.settings().ring())
                .put("base", wanted == null ? null : wanted.base())
                .put(
                        "variables",
                        list(wanted == null ? List.of() : wanted.variables().keySet(), JsonReport::string))
                .put("consumers", list(image.used(), JsonReport::used))
                .put("history", list(image.history(), JsonReport::build))
                .value();
    }

    private static JsonValue used(UsedName used) {
        return new Node()
                .put("imageName", used.imageName())
                .put("behind", new JsonBoolean(used.behind(), Location.NONE))
                .put("references", list(used.references(), JsonReport::reference))
                .value();
    }

    private static JsonValue reference(Reference reference) {
        return new Node()
                .put("file", reference.file())
                .put("line", reference.line())
                .put("holder", reference.holder())
                .value();
    }

    private static JsonValue build(Build build) {
        BuildProgress progress = build.progress();
        return new Node()
                .put("fingerprint", build.key().fingerprint())
                .put("attempt", build.key().attempt())
                .put("state", build.state().id())
                .put("requestedAt", build.order().claimedAt())
                .put("finishedAt", progress.finishedAt())
                .put("trackingId", progress.trackingId())
                .put("logUrl", progress.logUrl())
                .value();
    }

    private static JsonValue incident(Incident incident) {
        return new Node()
                .put("kind", incident.kind().id())
                .put("imageId", incident.imageId())
                .put("message", incident.message())
                .value();
    }

    private static JsonValue string(String text) {
        return new JsonString(text, Location.NONE);
    }

    private static <T> JsonValue list(Iterable<T> items, Function<T, JsonValue> value) {
        List<JsonValue> values = new ArrayList<>();
        items.forEach(item -> values.add(value.apply(item)));
        return new JsonArray(values, Location.NONE);
    }

    /** An object as it grows. */
    private static final class Node {
        private final List<Member> members = new ArrayList<>();

        /** Adds a value as it is, a number as one, and the text of anything else. */
        Node put(String name, @Nullable Object value) {
            JsonValue json = value == null
                    ? new JsonNull(Location.NONE)
                    : value instanceof JsonValue own
                            ? own
                            : value instanceof Number
                                    ? new JsonNumber(value.toString(), Location.NONE)
                                    : string(value.toString());
            members.add(new Member(name, json, Location.NONE));
            return this;
        }

        JsonValue value() {
            return new JsonObject(members, Location.NONE);
        }
    }
}
