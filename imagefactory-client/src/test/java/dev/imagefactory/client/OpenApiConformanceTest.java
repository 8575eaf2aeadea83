package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.client.models.ImageJobState;
import dev.imagefactory.client.models.ServiceContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the default contract is the OpenAPI document's, and that the check of the wire does find what is wrong. */
class OpenApiConformanceTest extends ServiceTest {

    private final OpenApiDocument document = OpenApiDocument.ofRepository();
    private final ServiceContract contract = ServiceContract.defaults();

    @Test
    void should_have_the_routes_of_the_document() {
        List<String> documented = new ArrayList<>();
        document.at("/paths").fieldNames().forEachRemaining(documented::add);

        assertThat(contract.routes().values()).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void should_have_the_fields_of_the_document() {
        List<String> documented = new ArrayList<>();
        for (String schema : List.of("ImageJob", "ImageJobPage", "Error", "ErrorResponse")) {
            document.at("/components/schemas/" + schema + "/properties")
                    .fieldNames()
                    .forEachRemaining(documented::add);
        }

        assertThat(contract.fields().values()).containsAll(documented).isSubsetOf(documented);
    }

    @Test
    void should_know_the_states_of_the_document() {
        List<String> documented = new ArrayList<>();
        document.at("/components/schemas/ImageJob/properties/state/examples")
                .forEach(state -> documented.add(state.asText()));

        assertThat(contract.states().keySet()).containsExactlyInAnyOrderElementsOf(documented);
        assertThat(documented).allMatch(state -> new ImageJobState(state).isKnown());
    }

    @Test
    void should_find_an_answer_that_is_not_by_the_document() {
        server.stubFor(get(anyUrl()).willReturn(json(200, "{\"trackingId\": \"" + ID + "\"}")));

        client().getImageJob(ID);

        assertThat(document.problemsOf(server.getAllServeEvents().get(0)))
                .anyMatch(problem -> problem.contains("state"))
                .anyMatch(problem -> problem.contains("imageNames"))
                .anyMatch(problem -> problem.contains("createdTime"));
    }

    @Test
    void should_find_a_request_that_is_not_by_the_document() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(418)));

        failureOf(() -> client().getImageJob("no-uuid"));

        assertThat(document.problemsOf(server.getAllServeEvents().get(0)))
                .anyMatch(problem -> problem.contains("path {trackingId}"))
                .anyMatch(problem -> problem.contains("418"));
    }

    @Test
    void should_find_a_route_that_is_not_in_the_document() {
        server.stubFor(any(anyUrl()).willReturn(json(200, QUEUED_JOB)));

        builder()
                .serviceContract(ServiceContract.fromJson("{\"routes\": {\"get\": \"/jobs/{trackingId}\"}}"))
                .buildClient()
                .getImageJob(ID);

        assertThat(document.problemsOf(server.getAllServeEvents().get(0)))
                .singleElement()
                .asString()
                .contains("is not documented");
    }
}
