package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.cli.OpenMetricsReader.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The format of the figures. */
class OpenMetricsTest {
    /** Whatever a label holds, the text is one, and the label is found in it as it was. */
    @Property
    void should_escape_whatever_a_label_holds(@ForAll String value, @ForAll String help) {
        String text = new OpenMetrics()
                .gauge("some_seconds", "help " + help)
                .value(Duration.ofMillis(1500), "image", value)
                .histogram("other", "-")
                .distribution(List.of(Duration.ofSeconds(3)), List.of(Duration.ofSeconds(2)), "image", value)
                .end();

        List<Sample> samples = OpenMetricsReader.read(text);

        assertThat(samples).allSatisfy(sample -> assertThat(sample.labels()).containsEntry("image", value));
        assertThat(MetricsTest.value(samples, "some_seconds", Map.of("image", value)))
                .isEqualTo(1.5);
        assertThat(MetricsTest.value(samples, "other_bucket", Map.of("image", value, "le", "2.0")))
                .isZero();
        assertThat(MetricsTest.value(samples, "other_bucket", Map.of("image", value, "le", "+Inf")))
                .isEqualTo(1);
    }
}
