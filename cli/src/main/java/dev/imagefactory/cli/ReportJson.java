package dev.imagefactory.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.imagefactory.ledger.LedgerArchive;
import dev.imagefactory.planner.Action;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Failure;
import dev.imagefactory.planner.FailureRules;
import dev.imagefactory.planner.ImageAge;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.Reason;
import dev.imagefactory.planner.Rollout;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of results, which is a contract: {@code docs/cli.md} describes it. A change that breaks a reader raises
 * {@code schemaVersion}.
 */
final class ReportJson {
    private static final int SCHEMA_VERSION = 1;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final RunReport NOTHING = new RunReport(List.of(), List.of(), List.of(), List.of());

    private ReportJson() {}

    /**
     * The result of {@code plan}, {@code run} and {@code status}.
     *
     * @param agesAt when the ages of the images are told; null for not at all
     */
    static String report(RunReport report, FailureRules rules, List<Problem> problems, @Nullable Instant agesAt) {
        return text(fill(root(), report, rules, problems, agesAt));
    }

    private static ObjectNode fill(
            ObjectNode root, RunReport report, FailureRules rules, List<Problem> problems, @Nullable Instant agesAt) {
        ArrayNode images = root.putArray("images");
        report.images().forEach(image -> {
            ObjectNode node = image(image, rules);
            if (agesAt != null) {
                @Nullable Instant built = image.lastSuccessAt();
                node.put(
                        "age",
                        built == null ? null : ImageAge.between(built, agesAt).days());
            }
            images.add(node);
        });
        ArrayNode incidents = root.putArray("incidents");
        report.incidents().forEach(incident -> incidents.add(incident(incident)));
        root.set("problems", problemList(problems));
        root.set("summary", summary(report));
        return root;
    }

    /** The result of anything whose input is wrong. */
    static String invalid(List<Problem> problems) {
        return report(NOTHING, FailureRules.DEFAULT, problems, null);
    }

    /** The result of anything that came to nothing: an empty report with the reason. */
    static String failed(String error) {
        return text(fill(root().put("error", error), NOTHING, FailureRules.DEFAULT, List.of(), null));
    }

    /** The result of {@code validate}. */
    static String validation(int definitions, List<Problem> problems, long errors) {
        ObjectNode root = root();
        root.set("problems", problemList(problems));
        root.putObject("summary")
                .put("definitions", definitions)
                .put("errors", errors)
                .put("warnings", problems.size() - errors);
        return text(root);
    }

    /** The result of {@code render}. */
    static String rendered(List<RenderedImage> images) {
        ObjectNode root = root();
        ArrayNode list = root.putArray("images");
        for (RenderedImage image : images) {
            ObjectNode node = list.addObject().put("id", image.id()).put("file", image.file());
            texts(node.putArray("imageNames"), image.imageNames());
            node.put("fingerprint", image.fingerprint());
            ObjectNode variables = node.putObject("variables");
            image.variables().forEach(variables::put);
            texts(node.putArray("secrets"), List.copyOf(image.secrets()));
            node.putRawValue(
                    "payload", new RawValue(JsonText.compact(image.payload().document())));
        }
        return text(root);
    }

    /** The result of {@code submit} and {@code status TRACKING-ID}. */
    static String job(Job job) {
        ObjectNode root = root();
        root.put("trackingId", job.trackingId())
                .put("state", job.state().id())
                .put("finishedAt", instant(job.finishedAt()))
                .put("error", job.error())
                .put("logUrl", job.logUrl());
        return text(root);
    }

    /** The result of {@code cancel} and {@code adopt}. */
    static String manual(List<Build> builds, List<Incident> incidents) {
        ObjectNode root = root();
        ArrayNode images = root.putArray("images");
        for (Build build : builds) {
            images.addObject()
                    .put("id", build.imageId())
                    .put("state", build.state().id())
                    .put("trackingId", build.progress().trackingId());
        }
        ArrayNode list = root.putArray("incidents");
        incidents.forEach(incident -> list.add(incident(incident)));
        return text(root);
    }

    /** The result of {@code ledger import}. */
    static String restored(LedgerArchive.Restoration restoration) {
        ObjectNode root = root().put("imported", restoration.restored()).put("present", restoration.present());
        ArrayNode differing = root.putArray("differing");
        for (BuildKey key : restoration.differing()) {
            differing
                    .addObject()
                    .put("id", key.imageId())
                    .put("fingerprint", key.fingerprint())
                    .put("attempt", key.attempt());
        }
        return text(root);
    }

    static ObjectNode node() {
        return NODES.objectNode();
    }

    static ObjectNode root() {
        return node().put("schemaVersion", SCHEMA_VERSION);
    }

    static ObjectNode image(PlannedImage image, FailureRules rules) {
        ObjectNode node = NODES.objectNode().put("id", image.imageId());
        texts(node.putArray("imageNames"), image.imageNames());
        node.put("action", image.action().id());
        node.set("reason", reason(image.reason()));
        node.put("warning", image.warning());
        texts(node.putArray("warnings"), image.warnings());
        node.put("stage", image.stage());
        @Nullable RenderedImage wanted = image.image();
        node.put("fingerprint", wanted == null ? null : wanted.fingerprint());
        @Nullable Build build = image.build();
        node.put("state", build == null ? null : build.state().id());
        node.put("trackingId", build == null ? null : build.progress().trackingId());
        node.put("attempts", image.attempts());
        node.put("requestedAt", build == null ? null : instant(build.order().claimedAt()));
        node.put("finishedAt", build == null ? null : instant(build.progress().finishedAt()));
        node.put("error", build == null ? null : build.progress().error());
        node.put("logUrl", build == null ? null : build.progress().logUrl());
        @Nullable Failure failure = build != null && build.state().isUnsuccessful() ? rules.classify(build) : null;
        node.put("failureClass", failure == null ? null : failure.failureClass().id());
        node.put("advice", failure == null ? null : failure.advice());
        node.put("lastSuccessAt", instant(image.lastSuccessAt()));
        if (wanted != null) {
            putIfSet(node, "owner", wanted.settings().owner());
            putIfSet(node, "ring", wanted.settings().ring());
        }
        if (build != null) {
            putRollout(node, build.progress().rollout());
        }
        return node;
    }

    /** By what an image came to its consumers, and whether it was taken back, where there is anything to say. */
    static void putRollout(ObjectNode node, Rollout rollout) {
        if (!rollout.pullRequests().isEmpty()) {
            texts(node.putArray("pullRequests"), rollout.pullRequests());
        }
        putIfSet(node, "takenBackAt", instant(rollout.takenBackAt()));
    }

    static void putIfSet(ObjectNode node, String name, @Nullable Object value) {
        if (value != null) {
            node.put(name, value.toString());
        }
    }

    private static ObjectNode reason(Reason reason) {
        ObjectNode node = NODES.objectNode().put("code", reason.code().id()).put("message", reason.message());
        ArrayNode variables = node.putArray("variables");
        for (Reason.VariableChange change : reason.variables()) {
            variables
                    .addObject()
                    .put("name", change.name())
                    .put("before", change.before())
                    .put("after", change.after());
        }
        return node;
    }

    private static ObjectNode incident(Incident incident) {
        return NODES.objectNode()
                .put("kind", incident.kind().id())
                .put("imageId", incident.imageId())
                .put("message", incident.message());
    }

    private static ArrayNode problemList(List<Problem> problems) {
        ArrayNode list = NODES.arrayNode();
        for (Problem problem : problems) {
            list.addObject()
                    .put("severity", problem.severity().id())
                    .put("code", problem.code().id())
                    .put("file", problem.location().file())
                    .put("line", problem.location().line())
                    .put("column", problem.location().column())
                    .put("pointer", problem.pointer())
                    .put("message", problem.message())
                    .put("nextStep", problem.nextStep());
        }
        return list;
    }

    private static ObjectNode summary(RunReport report) {
        ObjectNode summary = NODES.objectNode()
                .put("images", report.images().size())
                .put("submitted", report.submitted().size());
        ObjectNode actions = summary.putObject("actions");
        for (Action action : Action.values()) {
            actions.put(action.id(), report.count(action));
        }
        ObjectNode states = summary.putObject("states");
        for (BuildState state : BuildState.values()) {
            states.put(state.id(), report.count(state));
        }
        return summary;
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    static @Nullable String instant(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static String text(JsonNode root) {
        try {
            return MAPPER.writeValueAsString(root).replace(System.lineSeparator(), "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of nodes has a JSON form", e);
        }
    }
}
