package dev.imagefactory.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON bodies of the contract, field by field. */
final class ContractJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ContractJson() {}

    /** {@code ImageJob}. */
    static ObjectNode job(Job job, Instant now, URI logUrl) {
        Job.Status status = job.statusAt(now);
        ObjectNode json = NODES.objectNode();
        json.put("trackingId", job.trackingId().toString());
        json.put("state", status.state());
        ArrayNode names = json.putArray("imageNames");
        job.imageNames().forEach(names::add);
        json.put("createdTime", job.created().toString());
        Instant finished = status.finished();
        if (finished != null) {
            json.put("finishedTime", finished.toString());
        }
        Problem error = status.error();
        if (error != null) {
            json.set("error", problem(error));
        }
        json.put("logUrl", logUrl.toString());
        if (job.requestId() != null) {
            json.put("requestId", job.requestId().toString());
        }
        return json;
    }

    /** {@code ImageJobPage}. */
    static ObjectNode page(List<ObjectNode> jobs, @Nullable URI nextLink) {
        ObjectNode json = NODES.objectNode();
        json.putArray("value").addAll(jobs);
        if (nextLink != null) {
            json.put("nextLink", nextLink.toString());
        }
        return json;
    }

    /** {@code ErrorResponse}. */
    static ObjectNode error(Problem problem) {
        ObjectNode json = NODES.objectNode();
        json.set("error", problem(problem));
        return json;
    }

    private static ObjectNode problem(Problem problem) {
        ObjectNode json = NODES.objectNode();
        json.put("code", problem.code());
        json.put("message", problem.message());
        if (problem.target() != null) {
            json.put("target", problem.target());
        }
        return json;
    }
}
