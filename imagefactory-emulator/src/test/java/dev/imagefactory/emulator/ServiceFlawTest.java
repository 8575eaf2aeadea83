package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.emulator.ContractClient.Reply;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceFlawTest extends EmulatorTest {

    private static final UUID REQUEST_ID = UUID.fromString("6f1c5a5e-3f0b-4c5e-9a53-0d8a6f2f4b11");

    @Test
    void should_start_another_job_for_a_repeated_request_and_tell_nothing_of_its_id() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().flaws(List.of(ServiceFlaw.IGNORE_REQUEST_IDS)));
        ContractClient client = new ContractClient(emulator.endpoint());

        Reply first = client.create("helix", REQUEST_ID);
        Reply second = client.create("helix", REQUEST_ID);

        assertThat(List.of(first, second)).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.header("Repeatability-Result")).isEmpty();
            assertThat(reply.json().has("requestId")).isFalse();
        });
        assertThat(emulator.jobs()).hasSize(2).extracting(StartedJob::requestId).containsOnlyNulls();
    }

    @Test
    void should_start_a_job_with_each_answer_that_is_lost() throws Exception {
        ImageFactoryEmulator emulator = started(emulator()
                .flaws(List.of(ServiceFlaw.IGNORE_REQUEST_IDS))
                .rule(EmulatorRule.parse("gateway-timeout=*")));
        ContractClient client = new ContractClient(emulator.endpoint());

        assertThat(client.create("helix", REQUEST_ID).status()).isEqualTo(504);
        assertThat(client.create("helix", REQUEST_ID).status()).isEqualTo(504);

        assertThat(emulator.jobs()).hasSize(2);
    }

    @Test
    void should_not_list_jobs() throws Exception {
        ContractClient client = client(emulator().flaws(List.of(ServiceFlaw.NO_SEARCH)));
        UUID job = client.create("helix").trackingId();

        assertThat(client.get("/api/images?imageName=helix").status()).isEqualTo(404);
        assertThat(client.job(job).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void should_read_what_it_prints(ServiceFlaw flaw) {
        assertThat(ServiceFlaw.parse(flaw.toString())).isEqualTo(flaw);
    }

    @Test
    void should_name_the_flaws() {
        assertThatThrownBy(() -> ServiceFlaw.parse("NO_SEARCH"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use ignore-request-ids or no-search");
    }
}
