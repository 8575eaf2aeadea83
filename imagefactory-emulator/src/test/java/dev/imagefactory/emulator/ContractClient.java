package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A caller over real HTTP that holds every exchange against the contract. */
final class ContractClient {

    private static final Contract CONTRACT = Contract.load();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;

    ContractClient(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** An answer, read. */
    record Reply(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            try {
                return new JsonMapper().readTree(text());
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text(), e);
            }
        }

        UUID trackingId() {
            return UUID.fromString(json().get("trackingId").textValue());
        }

        String state() {
            return json().get("state").textValue();
        }

        List<String> imageNames() {
            List<String> names = new ArrayList<>();
            json().get("imageNames").forEach(name -> names.add(name.textValue()));
            return names;
        }

        String errorCode() {
            return json().at("/error/code").textValue();
        }
    }

    /** Submits a definition; the image names stand in it or in the query. */
    Reply create(String query, String body, String... headers) throws IOException, InterruptedException {
        return send(
                request("/api/images/create" + query, headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)),
                body);
    }

    /** Submits a definition of one image, repeatably. */
    Reply create(String imageName, UUID requestId) throws IOException, InterruptedException {
        return create("?imageName=" + imageName, "{}", "Repeatability-Request-ID", requestId.toString());
    }

    /** Submits a definition of one image. */
    Reply create(String imageName) throws IOException, InterruptedException {
        return create("?imageName=" + imageName, "{}");
    }

    Reply job(UUID trackingId) throws IOException, InterruptedException {
        return get("/api/images/" + trackingId);
    }

    Reply log(UUID trackingId) throws IOException, InterruptedException {
        return get("/api/images/" + trackingId + "/log");
    }

    Reply cancel(UUID trackingId) throws IOException, InterruptedException {
        return send("POST", "/api/images/" + trackingId + "/cancel");
    }

    Reply get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET(), null);
    }

    Reply send(String method, String path) throws IOException, InterruptedException {
        return send(request(path).method(method, BodyPublishers.noBody()), null);
    }

    /** Sends what no helper offers, and checks the exchange. */
    Reply send(HttpRequest.Builder builder, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 504 && !request.method().equals("HEAD")) {
            assertThat(CONTRACT.violations(new Contract.Exchange(
                            request.method(),
                            request.uri(),
                            request.headers(),
                            body,
                            response.statusCode(),
                            response.headers(),
                            response.body())))
                    .as(request + " answered " + response.statusCode() + " " + response.body())
                    .isEmpty();
        }
        return new Reply(response);
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path));
        return headers.length == 0 ? request : request.headers(headers);
    }
}
