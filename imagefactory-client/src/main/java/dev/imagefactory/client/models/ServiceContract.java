package dev.imagefactory.client.models;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of the service's contract that may turn out to be different: routes, query parameters, field names, state
 * names, and what the service makes of request ids. The default is the project's OpenAPI document; all of it stands
 * here and nowhere else.
 */
public final class ServiceContract {

    /** The part of a route that stands for a job's tracking id. */
    public static final String TRACKING_ID = "{trackingId}";

    private static final List<String> MEMBERS = List.of("routes", "parameters", "fields", "states", "requestIds");

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
                    "requestId", "requestId",
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
                    "Cancelled", "Cancelled"),
            RequestIds.CONFIRMED);

    private final Map<String, String> routes;
    private final Map<String, String> parameters;
    private final Map<String, String> fields;
    private final Map<String, String> states;
    private final RequestIds requestIds;

    /** What is known of the service and {@code Repeatability-Request-ID}. */
    public enum RequestIds {
        /** The service honours request ids as far as its answers say so by {@code Repeatability-Result}. */
        CONFIRMED,
        /** The service honours request ids, whatever its answers say: a repeated request starts nothing. */
        HONOURED,
        /** The service ignores request ids: a repeated request starts another job. */
        IGNORED
    }

    private ServiceContract(
            Map<String, String> routes,
            Map<String, String> parameters,
            Map<String, String> fields,
            Map<String, String> states,
            RequestIds requestIds) {
        this.requestIds = requestIds;
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
     *   "routes": {"get": "/api/jobs/{trackingId}", "list": null},
     *   "fields": {"trackingId": "id"},
     *   "states": {"Building": "Running"},
     *   "requestIds": "ignored"
     * }
     * }</pre>
     *
     * <p>Routes, parameters and fields map this client's name to the service's; states map the service's name to one of
     * the five known ones. The route {@code list} is null where the service cannot be searched. {@code requestIds} is
     * {@code confirmed} (the default), {@code honoured} or {@code ignored}, see {@link RequestIds}. What is not
     * mentioned stays as it is.
     *
     * @param json an object with any of {@code routes}, {@code parameters}, {@code fields}, {@code states} and
     *     {@code requestIds}
     * @throws IllegalArgumentException if the text is not such an object; tells all that is wrong at once
     */
    public static ServiceContract fromJson(String json) {
        Map<?, ?> corrections = read(json);
        List<String> problems = new ArrayList<>();
        corrections.keySet().stream()
                .filter(member -> !MEMBERS.contains(member))
                .forEach(member -> problems.add("\"" + member + "\" is none of " + MEMBERS));
        ServiceContract contract = new ServiceContract(
                overlay("routes", DEFAULT.routes, corrections, problems),
                overlay("parameters", DEFAULT.parameters, corrections, problems),
                overlay("fields", DEFAULT.fields, corrections, problems),
                overlayStates(corrections, problems),
                requestIds(corrections, problems));
        contract.routes.forEach((name, route) -> checkRoute(name, route, problems));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The service contract is wrong: " + String.join("; ", problems) + ".");
        }
        return contract;
    }

    /**
     * Path templates below the endpoint, by operation: create, list, get, cancel and log. There is no {@code list}
     * where the service cannot be searched.
     */
    public Map<String, String> routes() {
        return routes;
    }

    /** Whether there is a route {@code list}, so that the service can be searched for jobs. */
    public boolean isSearchable() {
        return routes.containsKey("list");
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

    /** What is known of the service and request ids. */
    public RequestIds requestIds() {
        return requestIds;
    }

    /** The state that the service means by this name; one that is not known keeps its name. */
    public ImageJobState state(String name) {
        return new ImageJobState(states.getOrDefault(name, name));
    }

    private static Map<?, ?> read(String json) {
        try (JsonReader reader = JsonProviders.createReader(json)) {
            reader.nextToken();
            if (reader.readUntyped() instanceof Map<?, ?> corrections && reader.nextToken() == JsonToken.END_DOCUMENT) {
                return corrections;
            }
            throw new IOException("it is something else, or something follows it");
        } catch (IOException | IllegalStateException e) {
            throw new IllegalArgumentException("The service contract is not a JSON object: " + e.getMessage(), e);
        }
    }

    private static Map<?, ?> group(String name, Map<?, ?> corrections, List<String> problems) {
        Object group = corrections.containsKey(name) ? corrections.get(name) : Map.of();
        if (group instanceof Map<?, ?> map) {
            return map;
        }
        problems.add("\"" + name + "\" is no JSON object");
        return Map.of();
    }

    private static Map<String, String> overlay(
            String group, Map<String, String> defaults, Map<?, ?> corrections, List<String> problems) {
        Map<String, String> result = new LinkedHashMap<>(defaults);
        group(group, corrections, problems).forEach((key, value) -> {
            if (!defaults.containsKey(key)) {
                problems.add(group + " knows no \"" + key + "\", only " + defaults.keySet());
            } else if (value instanceof String text && !text.isBlank()) {
                result.put(key.toString(), text);
            } else if (value == null && group.equals("routes") && key.equals("list")) {
                result.remove("list");
            } else {
                problems.add("\"" + key + "\" of " + group + " is empty, or no text");
            }
        });
        return result;
    }

    private static Map<String, String> overlayStates(Map<?, ?> corrections, List<String> problems) {
        Map<String, String> result = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        result.putAll(DEFAULT.states);
        group("states", corrections, problems).forEach((theirs, ours) -> {
            if (ours instanceof String known && new ImageJobState(known).isKnown()) {
                result.put(theirs.toString(), known);
            } else {
                problems.add(
                        "state \"" + theirs + "\" means \"" + ours + "\", which is none of " + DEFAULT.states.keySet());
            }
        });
        return result;
    }

    private static RequestIds requestIds(Map<?, ?> corrections, List<String> problems) {
        if (!corrections.containsKey("requestIds")) {
            return DEFAULT.requestIds;
        }
        Object text = corrections.get("requestIds");
        for (RequestIds each : RequestIds.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        problems.add("requestIds is \"" + text + "\", which is none of confirmed, honoured and ignored");
        return DEFAULT.requestIds;
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
