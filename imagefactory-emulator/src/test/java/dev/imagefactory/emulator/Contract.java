package dev.imagefactory.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contract document as a judge of exchanges.
 *
 * <p>Every answer to an operation must be documented and fit its schema; a request that was answered with a success
 * must fit too. Answers to what is no operation (405, 404 for unknown paths) must at least be an {@code ErrorResponse}.
 */
final class Contract {

    /** The document itself, for tools that read it. */
    static final Path DOCUMENT = Path.of(System.getProperty("repository.root"), "docs", "image-factory-openapi.yaml");

    /** What went over the wire. */
    record Exchange(
            String method,
            URI uri,
            HttpHeaders requestHeaders,
            @Nullable String requestBody,
            int status,
            HttpHeaders headers,
            String body) {}

    private record Operation(JsonNode pathItem, JsonNode json) {}

    private final JsonNode document;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private Contract(JsonNode document) {
        this.document = document;
    }

    static Contract load() {
        try {
            return new Contract(new YAMLMapper().readTree(DOCUMENT.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What about the exchange is not as the contract says; empty where all is well. */
    List<String> violations(Exchange exchange) {
        Optional<Operation> operation = operation(exchange);
        if (operation.isEmpty()) {
            return schemaViolations("body", errorResponse(), parse(exchange.body()));
        }
        List<String> violations = new ArrayList<>(answerViolations(operation.get(), exchange));
        if (exchange.status() < 300) {
            violations.addAll(requestViolations(operation.get(), exchange));
        }
        return violations;
    }

    /** A path without a template is matched before one with a template, whatever the method. */
    private Optional<Operation> operation(Exchange exchange) {
        String path = exchange.uri().getPath();
        String method = exchange.method().toLowerCase(Locale.ROOT);
        return document.get("paths").properties().stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[^}]*}", "[^/]+")))
                .min(Comparator.comparing(entry -> entry.getKey().contains("{")))
                .map(Map.Entry::getValue)
                .filter(item -> item.has(method))
                .map(item -> new Operation(item, item.get(method)));
    }

    private List<String> answerViolations(Operation operation, Exchange exchange) {
        JsonNode answer = resolved(operation.json().get("responses").path(Integer.toString(exchange.status())));
        if (answer.isMissingNode()) {
            return List.of("status " + exchange.status() + " is not documented");
        }
        List<String> violations = new ArrayList<>();
        String mediaType =
                exchange.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode content = answer.get("content").path(mediaType);
        if (content.isMissingNode()) {
            return List.of("content type '" + mediaType + "' is not documented");
        }
        JsonNode body = mediaType.equals("application/json") ? parse(exchange.body()) : new TextNode(exchange.body());
        violations.addAll(schemaViolations("body", content.get("schema"), body));
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            JsonNode schema = resolved(header.getValue()).get("schema");
            exchange.headers()
                    .firstValue(header.getKey())
                    .ifPresent(value -> violations.addAll(
                            schemaViolations(header.getKey(), schema, typed(schema, List.of(value)))));
        }
        return violations;
    }

    private List<String> requestViolations(Operation operation, Exchange exchange) {
        List<String> violations = new ArrayList<>();
        Map<String, List<String>> query = query(exchange.uri());
        Stream.of(operation.pathItem(), operation.json())
                .flatMap(node -> Stream.iterate(
                                0, i -> i < node.path("parameters").size(), i -> i + 1)
                        .map(i -> resolved(node.get("parameters").get(i))))
                .forEach(parameter -> {
                    String name = parameter.get("name").textValue();
                    List<String> values = switch (parameter.get("in").textValue()) {
                        case "query" -> query.getOrDefault(name, List.of());
                        case "header" -> exchange.requestHeaders().allValues(name);
                        default -> List.of(exchange.uri().getPath().split("/", -1)[3]);
                    };
                    query.remove(name);
                    if (!values.isEmpty()) {
                        JsonNode schema = parameter.get("schema");
                        violations.addAll(schemaViolations(name, schema, typed(schema, values)));
                    }
                });
        query.keySet().forEach(name -> violations.add("query parameter " + name + " is not documented"));
        if (operation.json().has("requestBody")) {
            JsonNode schema = operation
                    .json()
                    .at("/requestBody/content/application~1json")
                    .get("schema");
            String body = exchange.requestBody();
            violations.addAll(
                    body == null ? List.of("no body") : schemaViolations("request body", schema, parse(body)));
        }
        return violations;
    }

    private List<String> schemaViolations(String what, JsonNode schema, JsonNode value) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.get("components"));
        Set<ValidationMessage> messages = schemas.getSchema(root, config).validate(value);
        return messages.stream().map(message -> what + message.getMessage()).toList();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private static ObjectNode errorResponse() {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/ErrorResponse");
    }

    private static JsonNode typed(JsonNode schema, List<String> values) {
        if (schema.get("type").textValue().equals("array")) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            values.forEach(array::add);
            return array;
        }
        return schema.get("type").textValue().equals("integer") ? parse(values.get(0)) : new TextNode(values.get(0));
    }

    private static Map<String, List<String>> query(URI uri) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(parts[0], name -> new ArrayList<>())
                        .add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static JsonNode parse(String json) {
        try {
            return new JsonMapper().readTree(json);
        } catch (JsonProcessingException e) {
            return new TextNode("not JSON: " + json);
        }
    }
}
