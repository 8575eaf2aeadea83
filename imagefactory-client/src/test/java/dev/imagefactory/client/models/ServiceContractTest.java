package dev.imagefactory.client.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceContractTest {

    @Test
    void should_overlay_only_what_is_given() {
        ServiceContract contract = ServiceContract.fromJson("""
                {
                  "routes": {"get": "/v4/jobs/{trackingId}"},
                  "fields": {"trackingId": "id"},
                  "states": {"Building": "running", "succeeded": "Running"}
                }
                """);

        assertThat(contract.routes())
                .containsEntry("get", "/v4/jobs/{trackingId}")
                .containsEntry("create", "/api/images/create");
        assertThat(contract.fields()).containsEntry("trackingId", "id").containsEntry("state", "state");
        assertThat(contract.parameters()).isEqualTo(ServiceContract.defaults().parameters());
        assertThat(contract.state("BUILDING")).isEqualTo(ImageJobState.RUNNING);
        assertThat(contract.state("Succeeded")).isEqualTo(ImageJobState.RUNNING);
        assertThat(contract.state("failed")).isEqualTo(ImageJobState.FAILED);
        assertThat(contract.state("Distributing")).isEqualTo(new ImageJobState("Distributing"));
    }

    @Test
    void should_be_the_default_when_nothing_is_given() {
        ServiceContract contract = ServiceContract.fromJson("{}");

        assertThat(contract.routes()).isEqualTo(ServiceContract.defaults().routes());
        assertThat(contract.states()).isEqualTo(ServiceContract.defaults().states());
    }

    @Test
    void should_report_all_mistakes_at_once() {
        assertThatThrownBy(() -> ServiceContract.fromJson("""
                        {
                          "route": {},
                          "routes": {"gte": "/x", "get": "/api/images", "list": "/api/{trackingId}",
                                     "log": "https://evil.example/{trackingId}", "cancel": "/{trackingId}/{x}"},
                          "fields": {"state": " ", "error": null},
                          "states": {"Building": "Underway"}
                        }
                        """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"route\" is not routes, parameters, fields or states")
                .hasMessageContaining("routes knows no \"gte\", only [create, list, get, cancel, log]")
                .hasMessageContaining("route \"get\" must contain {trackingId}")
                .hasMessageContaining("route \"list\" must not contain {trackingId}")
                .hasMessageContaining("route \"log\" is no path")
                .hasMessageContaining("route \"cancel\" has a placeholder other than {trackingId}")
                .hasMessageContaining("\"state\" of fields is empty")
                .hasMessageContaining("\"error\" of fields is empty")
                .hasMessageContaining("state \"Building\" means \"Underway\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"routes\": []}",
                "{\"routes\": {\"get\": {}}}",
                "{",
                "null",
                "{\"routes\": null}",
                "\"x\"",
                "{} {}"
            })
    void should_refuse_text_that_is_no_contract(String json) {
        assertThatThrownBy(() -> ServiceContract.fromJson(json)).isInstanceOf(IllegalArgumentException.class);
    }
}
