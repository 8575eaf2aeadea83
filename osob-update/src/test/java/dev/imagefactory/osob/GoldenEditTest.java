package dev.imagefactory.osob;

import static dev.imagefactory.osob.Documents.everywhere;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files as people have written them for years, before and after new images with their dates. What comes after was not
 * made by this code.
 */
class GoldenEditTest {
    private static final Map<String, String> IMAGES = Map.of(
            "Windows10-22H2-Vs17.3.1-20240401", "Windows10-22H2-Vs17.3.2-20240501",
            "Server2022-Vs17.3.1-20240401", "Server2022-Vs17.3.2-20240501",
            "Ubuntu2204-Base-1.12.0", "Ubuntu2204-Base-1.13.0");

    @ParameterizedTest
    @CsvSource({"scouting,yaml", "broad,yaml", "versions,json", "all-queues,yaml"})
    void should_change_images_and_dates_and_no_other_byte(String name, String extension) throws IOException {
        ConsumerFile before = file(name, "before", extension);
        ConsumerDocument document = ConsumerDocument.read(before);
        List<ScalarEdit> edits = new ArrayList<>();
        for (Leaf leaf : document.leaves()) {
            IMAGES.forEach((from, to) -> {
                if (leaf.value().contains(from)) {
                    edits.add(new ScalarEdit(leaf.scalar(), from, to));
                    leaf.sibling("UpdateRequiredDate").ifPresent(date -> edits.add(laterDate(leaf, date)));
                }
            });
        }
        Set<Scalar> scalars = edits.stream().map(ScalarEdit::scalar).collect(Collectors.toSet());

        ConsumerFile after = document.edit(edits, everywhere(document, scalars));

        assertThat(after.text()).isEqualTo(file(name, "after", extension).text());
        assertThat(after.content()).isEqualTo(file(name, "after", extension).content());
        assertThat(before.content()).hasSizeGreaterThan(300);
    }

    private static ScalarEdit laterDate(Leaf image, Leaf date) {
        LocalDate later = LocalDate.parse(date.value()).plusDays(90);
        LocalDate latest = image.sibling("EstimatedRemovalDate")
                .map(end -> LocalDate.parse(end.value()))
                .orElse(LocalDate.MAX);
        return new ScalarEdit(date.scalar(), date.value(), (later.isBefore(latest) ? later : latest).toString());
    }

    private static ConsumerFile file(String name, String state, String extension) throws IOException {
        String path = name + "." + state + "." + extension;
        try (InputStream content =
                Objects.requireNonNull(GoldenEditTest.class.getResourceAsStream("edits/" + path), path)) {
            return ConsumerFile.of(name + "." + extension, content.readAllBytes());
        }
    }
}
