package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ContractClient.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatabilityTest extends EmulatorTest {

    private static final UUID REQUEST_ID = UUID.fromString("6f1c5a5e-3f0b-4c5e-9a53-0d8a6f2f4b11");

    @Test
    void should_answer_a_repeated_request_with_the_first_job() throws Exception {
        ImageFactoryEmulator emulator = started(emulator());
        ContractClient client = new ContractClient(emulator.endpoint());
        Reply first = client.create("helix", REQUEST_ID);
        clock.advance(BUILD_TIME);

        Reply second = client.create("?imageName=helix", "{}", "repeatability-request-id", upper(REQUEST_ID));

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.trackingId()).isEqualTo(first.trackingId());
        assertThat(second.state()).isEqualTo("Succeeded");
        assertThat(first.header("Repeatability-Result")).contains("accepted");
        assertThat(second.header("Repeatability-Result")).contains("accepted");
        assertThat(emulator.jobs()).extracting(StartedJob::requestId).containsExactly(REQUEST_ID);
        assertThat(client.get("/api/images").json().at("/value/0/requestId").textValue())
                .isEqualTo(REQUEST_ID.toString());
    }

    @Test
    void should_refuse_a_request_id_with_another_body() throws Exception {
        ImageFactoryEmulator emulator = started(emulator());
        ContractClient client = new ContractClient(emulator.endpoint());
        client.create("helix", REQUEST_ID);

        Reply other = client.create("", "{ }", "Repeatability-Request-ID", REQUEST_ID.toString());

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.errorCode()).isEqualTo("RequestIdReused");
        assertThat(emulator.jobs()).hasSize(1);
    }

    @Test
    void should_start_a_job_for_each_request_without_an_id() throws Exception {
        ImageFactoryEmulator emulator = started(emulator());
        ContractClient client = new ContractClient(emulator.endpoint());

        client.create("helix");
        client.create("helix");

        assertThat(emulator.jobs()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-1-1-1-1", "6f1c5a5e-3f0b-4c5e-9a53-0d8a6f2f4b1", "abc", "{6f1c5a5e}"})
    void should_refuse_a_request_id_that_is_no_uuid(String requestId) throws Exception {
        Reply reply = client(emulator()).create("", "{}", "Repeatability-Request-ID", requestId);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("InvalidRequestId");
    }

    @Test
    void should_start_one_job_for_one_request_sent_by_16_threads_to_two_emulators() throws Exception {
        ImageFactoryEmulator one = started(emulator());
        ImageFactoryEmulator other = started(emulator());
        int threads = 16;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        List<Future<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            ContractClient client = new ContractClient((i % 2 == 0 ? one : other).endpoint());
            replies.add(callers.submit(() -> {
                barrier.await();
                return client.create("helix", REQUEST_ID);
            }));
        }

        Set<UUID> trackingIds = new HashSet<>();
        for (Future<Reply> reply : replies) {
            assertThat(reply.get().status()).isEqualTo(202);
            trackingIds.add(reply.get().trackingId());
        }
        callers.shutdown();
        assertThat(trackingIds).hasSize(1);
        assertThat(one.jobs()).hasSize(1).isEqualTo(other.jobs());
    }

    private static String upper(UUID id) {
        return id.toString().toUpperCase(Locale.ROOT);
    }
}
