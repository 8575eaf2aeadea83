package dev.imagefactory.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The service's OpenAPI document, against which what went over the wire is checked. */
final class OpenApiDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;

    private OpenApiDocument(JsonNode document) {
        this.document = document;
    }

    static OpenApiDocument ofRepository() {
        Path file = Path.of(System.getProperty("repository.root"), "docs", "image-factory-openapi.yaml");
        try {
            return new OpenApiDocument(new YAMLMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode at(String pointer) {
        return document.at(pointer);
    }

    /** What is not by the document in a request and its answer. */
    List<String> problemsOf(ServeEvent event) {
        LoggedRequest request = event.getRequest();
        String path = URI.create(request.getUrl()).getRawPath();
        String method = request.getMethod().getName();
        for (Map.Entry<String, JsonNode> route : routes().entrySet()) {
            JsonNode operation = route.getValue().path(method.toLowerCase(Locale.ROOT));
            if (path.matches(pattern(route.getKey())) && operation.isObject()) {
                List<String> problems = new ArrayList<>();
                checkParameters(request, parameters(route.getValue(), operation), problems);
                checkPath(path, route.getKey(), parameters(route.getValue(), operation), problems);
                JsonNode requestBody = operation.path("requestBody");
                if (!requestBody.isMissingNode()) {
                    checkBody(
                            "request",
                            requestBody,
                            request.getHeader("Content-Type"),
                            request.getBodyAsString(),
                            problems);
                } else if (!request.getBodyAsString().isEmpty()) {
                    problems.add("the request has a body that is not documented");
                }
                checkResponse(event.getResponse(), operation, problems);
                return problems;
            }
        }
        return List.of(method + " " + path + " is not documented");
    }

    private Map<String, JsonNode> routes() {
        Map<String, JsonNode> routes = new LinkedHashMap<>();
        document.path("paths").properties().forEach(path -> routes.put(path.getKey(), path.getValue()));
        return routes;
    }

    /** The documented parameters, by where they stand and what they are called. */
    private Map<String, JsonNode> parameters(JsonNode route, JsonNode operation) {
        Map<String, JsonNode> parameters = new HashMap<>();
        for (JsonNode owner : List.of(route, operation)) {
            for (JsonNode each : owner.path("parameters")) {
                JsonNode parameter = resolved(each);
                parameters.put(
                        parameter.path("in").asText() + " "
                                + parameter.path("name").asText(),
                        parameter);
            }
        }
        return parameters;
    }

    private void checkParameters(LoggedRequest request, Map<String, JsonNode> known, List<String> problems) {
        request.getQueryParams().forEach((name, values) -> {
            JsonNode parameter = known.get("query " + name);
            if (parameter == null) {
                problems.add("query parameter " + name + " is not documented");
                return;
            }
            JsonNode schema = parameter.path("schema");
            boolean list = schema.path("type").asText().equals("array");
            if (!list && values.values().size() != 1) {
                problems.add("query parameter " + name + " is repeated");
            }
            for (String value : values.values()) {
                check("query parameter " + name, list ? schema.path("items") : schema, scalar(schema, value), problems);
            }
        });
        for (String name : request.getAllHeaderKeys()) {
            if (name.startsWith("Repeatability-")) {
                JsonNode parameter = known.get("header " + name);
                if (parameter == null) {
                    problems.add("header " + name + " is not documented");
                } else {
                    check("header " + name, parameter.path("schema"), new TextNode(request.getHeader(name)), problems);
                }
            }
        }
    }

    private void checkPath(String path, String template, Map<String, JsonNode> known, List<String> problems) {
        String[] names = template.split("/", -1);
        String[] values = path.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            if (names[i].startsWith("{")) {
                JsonNode parameter = known.getOrDefault(
                        "path " + names[i].substring(1, names[i].length() - 1), MissingNode.getInstance());
                check("path " + names[i], parameter.path("schema"), new TextNode(values[i]), problems);
            }
        }
    }

    private void checkResponse(LoggedResponse response, JsonNode operation, List<String> problems) {
        JsonNode documented = operation.path("responses").path(String.valueOf(response.getStatus()));
        if (documented.isMissingNode()) {
            problems.add("status " + response.getStatus() + " is not documented");
            return;
        }
        String type = response.getHeaders().getContentTypeHeader().mimeTypePart();
        checkBody("response", resolved(documented), type, response.getBodyAsString(), problems);
    }

    private void checkBody(String what, JsonNode owner, String type, String body, List<String> problems) {
        JsonNode media = owner.path("content").path(type);
        if (media.isMissingNode()) {
            problems.add(what + " has the undocumented content type " + type);
            return;
        }
        try {
            check(
                    what,
                    media.path("schema"),
                    type.endsWith("json") ? JSON.readTree(body) : new TextNode(body),
                    problems);
        } catch (JsonProcessingException e) {
            problems.add(what + " is not JSON: " + e.getOriginalMessage());
        }
    }

    private void check(String what, JsonNode schema, JsonNode value, List<String> problems) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.path("components"));
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(root, config)
                .validate(value)
                .forEach(message -> problems.add(what + ": " + message));
    }

    private static JsonNode scalar(JsonNode schema, String value) {
        try {
            return schema.path("type").asText().equals("integer") ? JSON.readTree(value) : new TextNode(value);
        } catch (JsonProcessingException e) {
            return new TextNode(value);
        }
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static String pattern(String template) {
        return Pattern.compile("\\{[^}]+}")
                        .splitAsStream(template)
                        .map(Pattern::quote)
                        .reduce((a, b) -> a + "[^/]+" + b)
                        .orElseThrow()
                + (template.endsWith("}") ? "[^/]+" : "");
    }
}
