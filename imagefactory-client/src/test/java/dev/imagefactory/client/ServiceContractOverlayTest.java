package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryError;
import dev.imagefactory.client.models.ImageJob;
import dev.imagefactory.client.models.ImageJobState;
import dev.imagefactory.client.models.ServiceContract;
import org.junit.jupiter.api.Test;

/** A service whose contract is another one, spoken to with nothing but data. */
class ServiceContractOverlayTest extends ServiceTest {

    private static final ServiceContract OTHER = ServiceContract.fromJson("""
            {
              "routes": {"create": "/v4/jobs", "list": "/v4/jobs", "get": "/v4/jobs/{trackingId}"},
              "parameters": {"imageName": "name"},
              "fields": {"trackingId": "id", "state": "status", "value": "items", "nextLink": "next",
                         "error": "failure", "code": "kind"},
              "states": {"Done": "Succeeded"}
            }
            """);

    private static final String JOB = """
            {"id": "7", "status": "done", "failure": {"kind": "K", "message": "m"}, "state": "Failed"}
            """;

    @Test
    void should_speak_another_contract() {
        server.stubFor(post("/v4/jobs?name=win").willReturn(json(201, JOB)));
        server.stubFor(get("/v4/jobs?name=win").willReturn(json(200, "{\"items\": [" + JOB + "], \"next\": \"\"}")));
        server.stubFor(get("/v4/jobs/7%2F..").willReturn(json(200, JOB)));
        ImageFactoryClient client = builder().serviceContract(OTHER).buildClient();

        ImageJob job = client.createImage(PAYLOAD, CreateImageOptions.forImages("win"));

        assertThat(job.trackingId()).isEqualTo("7");
        assertThat(job.state()).isEqualTo(ImageJobState.SUCCEEDED);
        assertThat(job.error()).isEqualTo(new ImageFactoryError("K", "m", null));
        assertThat(client.listImageJobs("win")).containsExactly(job);
        assertThat(client.getImageJob("7/..")).isEqualTo(job);
    }
}
