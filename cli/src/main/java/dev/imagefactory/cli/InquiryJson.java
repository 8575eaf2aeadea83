package dev.imagefactory.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.imagefactory.planner.AffectedImages;
import dev.imagefactory.planner.AffectedImages.AffectedImage;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.Cause;
import dev.imagefactory.planner.FailureRules;
import dev.imagefactory.planner.ImageGraph;
import dev.imagefactory.planner.ImageGraph.Edge;
import dev.imagefactory.planner.ImageGraph.Node;
import dev.imagefactory.planner.Reason.VariableChange;
import dev.imagefactory.template.RebuildPolicy;
import dev.imagefactory.template.document.JsonDifference;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of what {@code affected}, {@code explain} and {@code graph} answer; a contract, as {@link ReportJson} is.
 */
final class InquiryJson {
    private InquiryJson() {}

    static String affected(AffectedImages affected) {
        ObjectNode root = ReportJson.root();
        ArrayNode images = root.putArray("images");
        for (AffectedImage image : affected.images()) {
            ArrayNode causes = images.addObject().put("id", image.id()).putArray("causes");
            image.causes().forEach(cause -> add(causes, cause));
        }
        return ReportJson.text(root);
    }

    private static void add(ArrayNode causes, Cause cause) {
        @Nullable VariableChange change = cause.change();
        ObjectNode node = causes.addObject()
                .put("kind", cause.kind().id())
                .put("variable", change == null ? null : change.name())
                .put("before", change == null ? cause.oldId() : change.before())
                .put("after", change == null ? null : change.after());
        ArrayNode pointers = node.putArray("pointers");
        cause.pointers().forEach(pointer -> pointers.add(pointer.text()));
    }

    static String explanation(Explanation explanation, FailureRules rules) {
        ObjectNode root = ReportJson.root();
        root.set("image", ReportJson.image(explanation.decision(), rules));
        if (explanation.decision().image() != null) {
            addRebuild(root, explanation.decision().image().settings().rebuild());
        }
        @Nullable Build compared = explanation.compared();
        if (compared == null) {
            root.putNull("comparedWith");
        } else {
            root.set("comparedWith", key(compared));
        }
        ArrayNode differences = root.putArray("differences");
        for (JsonDifference difference : explanation.differences()) {
            ObjectNode node =
                    differences.addObject().put("pointer", difference.pointer().text());
            put(node, "before", difference.before());
            put(node, "after", difference.after());
        }
        ArrayNode history = root.putArray("history");
        for (Build build : explanation.history()) {
            ObjectNode node = key(build)
                    .put("reason", build.order().reason().id())
                    .put("state", build.state().id())
                    .put("requestedAt", ReportJson.instant(build.order().claimedAt()))
                    .put("since", ReportJson.instant(build.progress().since()))
                    .put("finishedAt", ReportJson.instant(build.progress().finishedAt()))
                    .put("trackingId", build.progress().trackingId())
                    .put("error", build.progress().error())
                    .put("logUrl", build.progress().logUrl());
            ReportJson.putRollout(node, build.progress().rollout());
            history.add(node);
        }
        return ReportJson.text(root);
    }

    private static void addRebuild(ObjectNode root, RebuildPolicy policy) {
        if (policy.equals(RebuildPolicy.NEVER)) {
            return;
        }
        ObjectNode rebuild = root.putObject("rebuild");
        ReportJson.putIfSet(rebuild, "after", policy.after());
        if (policy.patchTuesdayDelay() != null) {
            rebuild.put("on", "patch-tuesday");
            rebuild.put("delay", policy.patchTuesdayDelay().toString());
        }
    }

    private static ObjectNode key(Build build) {
        return ReportJson.node()
                .put("fingerprint", build.key().fingerprint())
                .put("attempt", build.key().attempt());
    }

    /** A value is left out where there is none, since null is one. */
    private static void put(ObjectNode node, String name, @Nullable JsonValue value) {
        if (value != null) {
            node.putRawValue(name, new RawValue(JsonText.compact(value)));
        }
    }

    static String graph(ImageGraph graph) {
        ObjectNode root = ReportJson.root();
        ArrayNode nodes = root.putArray("nodes");
        Map<Node, Integer> numbers = new HashMap<>();
        for (Node node : graph.nodes()) {
            numbers.put(node, numbers.size());
            ObjectNode each = nodes.addObject().put("kind", node.kind().id()).put("name", node.name());
            if (!node.place().isEmpty()) {
                each.put("destination", node.place());
            }
        }
        ArrayNode edges = root.putArray("edges");
        for (Edge edge : graph.edges()) {
            edges.addObject()
                    .put("from", numbers.get(edge.from()))
                    .put("to", numbers.get(edge.to()))
                    .put("kind", edge.kind().id());
        }
        return ReportJson.text(root);
    }
}
