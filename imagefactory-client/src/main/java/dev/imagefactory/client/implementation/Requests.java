package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.BinaryData;
import com.azure.core.util.DateTimeRfc1123;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ServiceContract;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The requests of the contract, ready to be sent. */
public final class Requests {

    static final HttpHeaderName REPEATABILITY_REQUEST_ID = HttpHeaderName.fromString("Repeatability-Request-ID");
    private static final HttpHeaderName REPEATABILITY_FIRST_SENT =
            HttpHeaderName.fromString("Repeatability-First-Sent");
    private static final String JSON = "application/json";

    private final Endpoint endpoint;
    private final ServiceContract contract;
    private final Clock clock;

    /** Requests to this endpoint by this contract; the clock tells when a request is first sent. */
    public Requests(Endpoint endpoint, ServiceContract contract, Clock clock) {
        this.endpoint = endpoint;
        this.contract = contract;
        this.clock = clock;
    }

    /** Starts a job. The payload goes into memory, so that every try sends the same bytes. */
    public HttpRequest create(BinaryData payload, CreateImageOptions options) {
        UUID id = Objects.requireNonNullElseGet(options.requestId(), UUID::randomUUID);
        Instant firstSent = Objects.requireNonNullElseGet(options.firstSent(), clock::instant);
        return request(HttpMethod.POST, route("create") + imageNameQuery(options.imageNames()), JSON)
                .setHeader(HttpHeaderName.CONTENT_TYPE, JSON)
                .setHeader(REPEATABILITY_REQUEST_ID, id.toString())
                .setHeader(
                        REPEATABILITY_FIRST_SENT, DateTimeRfc1123.toRfc1123String(firstSent.atOffset(ZoneOffset.UTC)))
                .setBody(BinaryData.fromBytes(payload.toBytes()));
    }

    /** Whether a request starts a job. */
    static boolean isCreation(HttpRequest request) {
        return request.getHeaders().get(REPEATABILITY_REQUEST_ID) != null;
    }

    /** Reads the first page of a list. */
    public HttpRequest list(@Nullable String imageName) {
        List<String> names = imageName == null ? List.of() : List.of(imageName);
        return request(HttpMethod.GET, route("list") + imageNameQuery(names), JSON);
    }

    /**
     * Reads a further page.
     *
     * @throws IllegalArgumentException if the link leads away from the endpoint
     */
    public HttpRequest page(String link) {
        URL url = endpoint.follow(endpoint.resolve("/"), link, UnaryOperator.identity());
        return accepting(new HttpRequest(HttpMethod.GET, url), JSON);
    }

    /** Reads a job. */
    public HttpRequest get(String trackingId) {
        return request(HttpMethod.GET, route("get", trackingId), JSON);
    }

    /** Cancels a job. */
    public HttpRequest cancel(String trackingId) {
        return request(HttpMethod.POST, route("cancel", trackingId), JSON);
    }

    /** Reads a job's log. */
    public HttpRequest log(String trackingId) {
        return request(HttpMethod.GET, route("log", trackingId), "text/plain, " + JSON + ";q=0.1");
    }

    private HttpRequest request(HttpMethod method, String route, String accept) {
        return accepting(new HttpRequest(method, endpoint.resolve(route)), accept);
    }

    private static HttpRequest accepting(HttpRequest request, String accept) {
        return request.setHeader(HttpHeaderName.ACCEPT, accept);
    }

    private String route(String operation) {
        return Objects.requireNonNull(contract.routes().get(operation));
    }

    private String route(String operation, String trackingId) {
        if (trackingId.isBlank() || trackingId.equals(".") || trackingId.equals("..")) {
            throw new IllegalArgumentException("A tracking id is needed, not \"" + trackingId + "\".");
        }
        return route(operation).replace(ServiceContract.TRACKING_ID, encoded(trackingId));
    }

    private String imageNameQuery(List<String> imageNames) {
        String parameter = encoded(Objects.requireNonNull(contract.parameters().get("imageName")));
        return imageNames.isEmpty()
                ? ""
                : imageNames.stream()
                        .map(name -> parameter + "=" + encoded(name))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
