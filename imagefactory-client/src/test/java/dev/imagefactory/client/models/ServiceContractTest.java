package dev.imagefactory.client.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.client.models.ServiceContract.RequestIds;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    void should_know_that_a_service_cannot_be_searched() {
        assertThat(ServiceContract.fromJson("{\"routes\": {\"list\": null}}").routes())
                .containsOnlyKeys("create", "get", "cancel", "log");
        assertThatThrownBy(() -> ServiceContract.fromJson("{\"routes\": {\"get\": null}}"))
                .hasMessageContaining("\"get\" of routes is empty, or no text");
    }

    @ParameterizedTest
    @EnumSource(RequestIds.class)
    void should_carry_what_is_known_of_request_ids(RequestIds known) {
        String text = known.name().toLowerCase(Locale.ROOT);

        assertThat(ServiceContract.fromJson("{\"requestIds\": \"" + text + "\"}")
                        .requestIds())
                .isEqualTo(known);
        assertThat(ServiceContract.fromJson("{}").requestIds()).isEqualTo(RequestIds.CONFIRMED);
    }

    @Test
    void should_report_all_mistakes_at_once() {
        assertThatThrownBy(() -> ServiceContract.fromJson("""
                        {
                          "route": {},
                          "routes": {"gte": "/x", "get": "/api/images", "list": "/api/{trackingId}",
                                     "log": "https://evil.example/{trackingId}", "cancel": "/{trackingId}/{x}"},
                          "fields": {"state": " ", "error": null},
                          "parameters": [],
                          "states": {"Building": "Underway", "Done": null},
                          "requestIds": "Honoured"
                        }
                        """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"route\" is none of [routes, parameters, fields, states, requestIds]")
                .hasMessageContaining("routes knows no \"gte\", only [create, list, get, cancel, log]")
                .hasMessageContaining("route \"get\" must contain {trackingId}")
                .hasMessageContaining("route \"list\" must not contain {trackingId}")
                .hasMessageContaining("route \"log\" is no path")
                .hasMessageContaining("route \"cancel\" has a placeholder other than {trackingId}")
                .hasMessageContaining("\"state\" of fields is empty, or no text")
                .hasMessageContaining("\"error\" of fields is empty, or no text")
                .hasMessageContaining("\"parameters\" is no JSON object")
                .hasMessageContaining("state \"Building\" means \"Underway\"")
                .hasMessageContaining("state \"Done\" means \"null\"")
                .hasMessageContaining("requestIds is \"Honoured\", which is none of confirmed, honoured and ignored");
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
                "{\"requestIds\": null}",
                "{\"requestIds\": {}}",
                "\"x\"",
                "{} {}"
            })
    void should_refuse_text_that_is_no_contract(String json) {
        assertThatThrownBy(() -> ServiceContract.fromJson(json)).isInstanceOf(IllegalArgumentException.class);
    }
}
