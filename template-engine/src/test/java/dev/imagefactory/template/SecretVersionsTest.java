package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SecretVersionsTest {
    private static final Rendering DEFINITIONS = Rendering.of("open.json", "{\"Url\": \"{URL}\"}")
            .and("one.json", "{\"Url\": \"{URL}\", \"Pat\": \"kv_b\"}")
            .and("two.json", "{\"Pats\": [\"kv_b\", \"kv_a-1\", \"kv_b\"]}")
            .with("{\"URL\": \"https://x\"}");

    private static RenderedImage image(RenderedImages images, String id) {
        return images.images().stream()
                .filter(image -> image.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void should_tell_the_versions_among_the_variables() {
        RenderedImages images = DEFINITIONS.images().withSecretVersions(name -> "version-of-" + name);

        assertThat(image(images, "one").variables()).isEqualTo(Map.of("URL", "https://x", "kv_b", "version-of-b"));
        assertThat(image(images, "two").variables())
                .isEqualTo(Map.of("kv_a-1", "version-of-a-1", "kv_b", "version-of-b"));
        assertThat(image(images, "two").secrets()).isEqualTo(Set.of("a-1", "b"));
    }

    @Test
    void should_leave_images_without_secrets_and_everything_but_the_fingerprint_as_they_are() {
        RenderedImages without = DEFINITIONS.images();
        RenderedImages with = without.withSecretVersions(name -> "1");

        assertThat(image(with, "open")).isEqualTo(image(without, "open"));
        assertThat(with.images())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("fingerprint", "variables")
                .isEqualTo(without.images());
        assertThat(with.problems()).isEqualTo(without.problems());
        assertThat(image(with, "one").fingerprint())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(image(without, "one").fingerprint());
    }

    /** Two sets of versions make the same fingerprint of an image when they agree on the secrets that it uses. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void should_change_the_fingerprint_exactly_where_a_version_changed(
            @ForAll("versions") List<String> before, @ForAll("versions") List<String> after) {
        RenderedImages first = versioned(before);
        RenderedImages second = versioned(after);

        assertThat(sameFingerprint(first, second, "open")).isTrue();
        assertThat(sameFingerprint(first, second, "one"))
                .isEqualTo(before.get(1).equals(after.get(1)));
        assertThat(sameFingerprint(first, second, "two")).isEqualTo(before.equals(after));
    }

    private static boolean sameFingerprint(RenderedImages first, RenderedImages second, String id) {
        return image(first, id).fingerprint().equals(image(second, id).fingerprint());
    }

    private static RenderedImages versioned(List<String> versions) {
        return DEFINITIONS.images().withSecretVersions(name -> versions.get(name.equals("a-1") ? 0 : 1));
    }

    /** The versions of {@code a-1} and {@code b}. */
    @Provide
    Arbitrary<List<String>> versions() {
        return Arbitraries.of("", "1", "2", "12", "\"", "a\":\"1").list().ofSize(2);
    }

    @Test
    void should_count_the_payload_too() {
        String one = Rendering.of("x.json", "{\"Pat\": \"kv_b\"}")
                .images()
                .withSecretVersions(name -> "1")
                .images()
                .get(0)
                .fingerprint();

        assertThat(Rendering.of("x.json", "{\"Pat\": \"kv_b\", \"More\": 1}")
                        .images()
                        .withSecretVersions(name -> "1")
                        .images()
                        .get(0)
                        .fingerprint())
                .isNotEqualTo(one);
    }

    /** A change of this value would build every image with secrets once more. */
    @Test
    void should_be_the_documented_hash() throws NoSuchAlgorithmException {
        RenderedImage image = Rendering.of("x.json", "{\"Pat\": \"kv_b\"}").image();
        String canonical = "{\"payload\":\"" + image.fingerprint() + "\",\"secrets\":{\"b\":\"8f2c\"}}";

        assertThat(image.withSecretVersions(name -> "8f2c").fingerprint())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8))));
    }
}
