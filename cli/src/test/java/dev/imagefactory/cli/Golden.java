package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The outputs that are a contract: a change of these files is a change of the contract. An output that differs is found
 * in {@code target/golden}, ready to be compared and copied.
 */
final class Golden {
    private Golden() {}

    /** Compares, what differs from run to run left aside. */
    static void assertEquals(String name, String output) throws IOException {
        String actual = output.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "TRACKING-ID")
                .replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:PORT")
                .replaceAll("\"fingerprint\" : \"[^\"]+\"", "\"fingerprint\" : \"FINGERPRINT\"")
                .replaceAll("  [0-9a-f]{12} #", "  FINGERPRINT #");
        Path copy = Path.of("target", "golden", name);
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, actual);
        try (InputStream golden = Objects.requireNonNull(
                Golden.class.getResourceAsStream("golden/" + name), name + " has no golden file")) {
            assertThat(actual).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
