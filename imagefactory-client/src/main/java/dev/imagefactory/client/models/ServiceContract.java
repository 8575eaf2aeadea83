package dev.imagefactory.client.models;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of the service's contract that may turn out to be different: routes, query parameters, field names and state
 * names. The default is the project's OpenAPI document; all of it stands here and nowhere else.
 */
public final class ServiceContract {

    /** The part of a route that stands for a job's tracking id. */
    public static final String TRACKING_ID = "{trackingId}";

    private static final ServiceContract DEFAULT = new ServiceContract(
            ordered(
                    "create", "/api/images/create",
                    "list", "/api/images",
                    "get", "/api/images/{trackingId}",
                    "cancel", "/api/images/{trackingId}/cancel",
                    "log", "/api/images/{trackingId}/log"),
            ordered("imageName", "imageName"),
            ordered(
                    // of a job
                    "trackingId", "trackingId",
                    "state", "state",
                    "imageNames", "imageNames",
                    "createdTime", "createdTime",
                    "finishedTime", "finishedTime",
                    "error", "error",
                    "logUrl", "logUrl",
                    // of a page
                    "value", "value",
                    "nextLink", "nextLink",
                    // of an error
                    "code", "code",
                    "message", "message",
                    "target", "target"),
            ordered(
                    "Queued", "Queued",
                    "Running", "Running",
                    "Succeeded", "Succeeded",
                    "Failed", "Failed",
                    "Cancelled", "Cancelled"));

    private final Map<String, String> routes;
    private final Map<String, String> parameters;
    private final Map<String, String> fields;
    private final Map<String, String> states;

    private ServiceContract(
            Map<String, String> routes,
            Map<String, String> parameters,
            Map<String, String> fields,
            Map<String, String> states) {
        this.routes = Collections.unmodifiableMap(routes);
        this.parameters = Collections.unmodifiableMap(parameters);
        this.fields = Collections.unmodifiableMap(fields);
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(states);
        this.states = Collections.unmodifiableMap(anyCase);
    }

    /** The contract of the OpenAPI document. */
    public static ServiceContract defaults() {
        return DEFAULT;
    }

    /**
     * The default contract with corrections, for instance
     *
     * <pre>{@code
     * {
     *   "routes": {"get": "/api/jobs/{trackingId}"},
     *   "fields": {"trackingId": "id"},
     *   "states": {"Building": "Running"}
     * }
     * }</pre>
     *
     * <p>Routes, parameters and fields map this client's name to the service's; states map the service's name to one of
     * the five known ones. What is not mentioned stays as it is.
     *
     * @param json an object with any of {@code routes}, {@code parameters}, {@code fields} and {@code states}
     * @throws IllegalArgumentException if the text is not such an object; tells all that is wrong at once
     */
    public static ServiceContract fromJson(String json) {
        Map<String, Map<String, String>> corrections = read(json);
        List<String> problems = new ArrayList<>();
        corrections.keySet().stream()
                .filter(group ->
                        !List.of("routes", "parameters", "fields", "states").contains(group))
                .forEach(group -> problems.add("\"" + group + "\" is not routes, parameters, fields or states"));
        ServiceContract contract = new ServiceContract(
                overlay("routes", DEFAULT.routes, corrections, problems),
                overlay("parameters", DEFAULT.parameters, corrections, problems),
                overlay("fields", DEFAULT.fields, corrections, problems),
                overlayStates(corrections, problems));
        contract.routes.forEach((name, route) -> checkRoute(name, route, problems));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The service contract is wrong: " + String.join("; ", problems) + ".");
        }
        return contract;
    }

    /** Path templates below the endpoint, by operation: create, list, get, cancel and log. */
    public Map<String, String> routes() {
        return routes;
    }

    /** The service's names of query parameters, by this client's. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** The service's names of JSON fields, by this client's. */
    public Map<String, String> fields() {
        return fields;
    }

    /** The known state that each state name of the service means; keys compare without regard to case. */
    public Map<String, String> states() {
        return states;
    }

    /** The state that the service means by this name; one that is not known keeps its name. */
    public ImageJobState state(String name) {
        return new ImageJobState(states.getOrDefault(name, name));
    }

    private static Map<String, Map<String, String>> read(String json) {
        try (JsonReader reader = JsonProviders.createReader(json)) {
            Map<String, Map<String, String>> groups = reader.readMap(group -> group.readMap(JsonReader::getString));
            if (groups == null || groups.containsValue(null) || reader.nextToken() != JsonToken.END_DOCUMENT) {
                throw new IOException("it is empty, or a part of it is null, or something follows it");
            }
            return groups;
        } catch (IOException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "The service contract is not a JSON object of objects of strings: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> overlay(
            String group,
            Map<String, String> defaults,
            Map<String, Map<String, String>> corrections,
            List<String> problems) {
        Map<String, String> result = new LinkedHashMap<>(defaults);
        corrections.getOrDefault(group, Map.of()).forEach((key, value) -> {
            if (!defaults.containsKey(key)) {
                problems.add(group + " knows no \"" + key + "\", only " + defaults.keySet());
            } else if (value == null || value.isBlank()) {
                problems.add("\"" + key + "\" of " + group + " is empty");
            } else {
                result.put(key, value);
            }
        });
        return result;
    }

    private static Map<String, String> overlayStates(
            Map<String, Map<String, String>> corrections, List<String> problems) {
        Map<String, String> result = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        result.putAll(DEFAULT.states);
        corrections.getOrDefault("states", Map.of()).forEach((theirs, ours) -> {
            if (ours == null || !new ImageJobState(ours).isKnown()) {
                problems.add(
                        "state \"" + theirs + "\" means \"" + ours + "\", which is none of " + DEFAULT.states.keySet());
            } else {
                result.put(theirs, ours);
            }
        });
        return result;
    }

    private static void checkRoute(String name, String route, List<String> problems) {
        boolean ofOneJob = DEFAULT.routes.getOrDefault(name, "").contains(TRACKING_ID);
        if (!route.matches("/[A-Za-z0-9._~/{}-]*") || route.startsWith("//")) {
            problems.add("route \"" + name + "\" is no path that starts with one slash: " + route);
        } else if (ofOneJob != route.contains(TRACKING_ID)) {
            problems.add("route \"" + name + "\" must " + (ofOneJob ? "" : "not ") + "contain " + TRACKING_ID);
        } else if (route.replace(TRACKING_ID, "").matches(".*[{}].*")) {
            problems.add("route \"" + name + "\" has a placeholder other than " + TRACKING_ID + ": " + route);
        }
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> result = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            result.put(pairs[i], pairs[i + 1]);
        }
        return result;
    }
}
