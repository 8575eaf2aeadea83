package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.client.ImageFactoryClientBuilder;
import dev.imagefactory.client.models.ServiceContract;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.emulator.ServiceFlaw;
import dev.imagefactory.planner.ImageBuilder;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.RequestReusedException;
import dev.imagefactory.planner.ServiceUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactoryImageBuilderTest {
    private static final String REQUEST_ID = UUID.randomUUID().toString();

    @TempDir
    private Path data;

    private ImageFactoryEmulator emulator;
    private ImageBuilder service;

    @BeforeEach
    void start() {
        startWith(List.of());
    }

    private void start(ServiceFlaw flaw) {
        emulator.close();
        startWith(List.of(flaw));
    }

    private void startWith(List<ServiceFlaw> flaws) {
        emulator = ImageFactoryEmulator.builder(data).flaws(flaws).start();
        service = of(emulator.endpoint().toString());
    }

    private static ImageBuilder of(String endpoint) {
        return new FactoryImageBuilder(
                new ImageFactoryClientBuilder().endpoint(endpoint).buildClient(),
                ServiceContract.RequestIds.CONFIRMED,
                text -> text);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void should_tell_a_request_that_is_known_with_another_content() {
        service.submit(request(Instant.now(), "Helix", "old secret"));

        assertThatThrownBy(() -> service.submit(request(Instant.now(), "Helix", "new secret")))
                .isInstanceOf(RequestReusedException.class);
        assertThat(emulator.jobs()).hasSize(1);
    }

    @Test
    void should_tell_a_request_whose_id_the_service_has_forgotten() throws IOException {
        try (ScriptedService forgetful = new ScriptedService(412, "{}")) {
            assertThatThrownBy(() -> of(forgetful.endpoint()).submit(another("Helix")))
                    .isInstanceOf(RequestReusedException.class);
        }
    }

    @Test
    void should_find_the_job_that_names_the_request_and_none_that_names_another() {
        ImageBuilder.Request wanted = another("Helix");
        Job job = service.submit(wanted).job();
        service.submit(another("Helix"));
        Instant earliest = Instant.now().minusSeconds(60);

        assertThat(service.findStarted(wanted.requestId(), List.of("helix"), earliest)
                        .orElseThrow())
                .extracting(Job::trackingId)
                .containsExactly(job.trackingId());
        assertThat(service.findStarted(UUID.randomUUID().toString(), List.of("Helix"), earliest)
                        .orElseThrow())
                .isEmpty();
    }

    @Test
    void should_find_the_jobs_of_an_image_that_were_started_since_where_none_names_a_request() {
        start(ServiceFlaw.IGNORE_REQUEST_IDS);
        Instant start = Instant.now();
        Job first = service.submit(another("Helix")).job();
        Job second = service.submit(another("Helix")).job();
        service.submit(another("Other"));
        String unknown = UUID.randomUUID().toString();

        assertThat(service.findStarted(unknown, List.of("helix"), start.minusSeconds(60))
                        .orElseThrow())
                .extracting(Job::trackingId)
                .containsExactlyInAnyOrder(first.trackingId(), second.trackingId());
        assertThat(service.findStarted(unknown, List.of("Helix"), start.plusSeconds(3600))
                        .orElseThrow())
                .isEmpty();
    }

    @Test
    void should_tell_that_a_service_cannot_be_searched() {
        start(ServiceFlaw.NO_SEARCH);

        assertThat(service.findStarted(REQUEST_ID, List.of("Helix"), Instant.now()))
                .isEmpty();
    }

    @Test
    void should_tell_that_the_request_id_is_honoured() {
        assertThat(service.submit(another("Helix")).requestIdHonoured()).isTrue();
    }

    @Test
    void should_start_nothing_after_the_last_try() {
        ImageBuilder.Request late = new ImageBuilder.Request(
                REQUEST_ID, Instant.now(), List.of("Helix"), "{}", Instant.now().minusSeconds(60));

        assertThatThrownBy(() -> service.submit(late))
                .isInstanceOfSatisfying(
                        ServiceUnavailableException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceUnavailableException.Kind.NOT_DONE));
        assertThat(emulator.jobs()).isEmpty();
    }

    private static ImageBuilder.Request another(String imageName) {
        return new ImageBuilder.Request(UUID.randomUUID().toString(), Instant.now(), List.of(imageName), "{}", null);
    }

    private static ImageBuilder.Request request(Instant firstSent, String imageName, String secret) {
        return new ImageBuilder.Request(
                REQUEST_ID, firstSent, List.of(imageName), "{\"Secret\": \"" + secret + "\"}", null);
    }
}
