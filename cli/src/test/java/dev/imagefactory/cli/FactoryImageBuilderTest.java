package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.client.ImageFactoryClientBuilder;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.planner.ImageBuilder;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.ServiceUnavailableException;
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
        emulator = ImageFactoryEmulator.builder(data).start();
        service = new FactoryImageBuilder(
                new ImageFactoryClientBuilder()
                        .endpoint(emulator.endpoint().toString())
                        .buildClient(),
                text -> text);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void should_adopt_the_job_of_an_equal_request_after_its_secret_has_changed() {
        Instant firstSent = Instant.now();
        Job first = service.submit(request(firstSent, "Helix", "old secret"));
        service.submit(new ImageBuilder.Request(
                UUID.randomUUID().toString(), Instant.now(), List.of("Helix"), "{\"later\": 1}"));

        Job repeated = service.submit(request(firstSent, "Helix", "new secret"));

        assertThat(repeated.trackingId()).isEqualTo(first.trackingId());
        assertThat(emulator.jobs()).hasSize(2);
    }

    @Test
    void should_start_nothing_where_the_job_cannot_be_found() {
        service.submit(request(Instant.now(), "Other", "old secret"));

        assertThatThrownBy(() -> service.submit(request(Instant.now(), "Helix", "new secret")))
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageContaining(REQUEST_ID)
                .hasMessageContaining("Helix");
        assertThat(emulator.jobs()).hasSize(1);
    }

    private static ImageBuilder.Request request(Instant firstSent, String imageName, String secret) {
        return new ImageBuilder.Request(REQUEST_ID, firstSent, List.of(imageName), "{\"Secret\": \"" + secret + "\"}");
    }
}
