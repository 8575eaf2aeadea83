package dev.imagefactory.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.ledger.SqliteBuildLedger;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSetTest {
    private static final int ALL_VARIABLES = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 19, 100, 130})
    void should_render_without_a_problem_at_any_size(int size) {
        for (SampleFormat format : SampleFormat.values()) {
            RenderedImages images = render(new SampleSet(size, format, 7).definitions());

            assertThat(images.problems()).isEmpty();
            assertThat(images.images()).hasSize(size);
        }
    }

    @ParameterizedTest
    @EnumSource
    void should_look_like_the_definitions_of_a_team(SampleFormat format) {
        SampleSet set = new SampleSet(ALL_VARIABLES, format, 7);

        RenderedImages images = render(set.definitions());

        assertThat(images.variables()).hasSize(200);
        assertThat(set.definitions().files())
                .extracting(definition -> definition.file().content().length)
                .allMatch(length -> length > 2_500 && length < 5_200);
        assertThat(images.images().stream().mapToInt(image -> image.variables().size()))
                .allMatch(count -> count >= 3 && count <= 8);
        assertThat(images.images()).anyMatch(image -> !image.secrets().isEmpty());
        assertThat(images.images()).anyMatch(image -> image.imageNames().get(0).endsWith("-{BUILD_DATE}"));
    }

    @Test
    void should_say_the_same_in_both_formats() {
        assertThat(fingerprints(new SampleSet(50, SampleFormat.YAML, 7)))
                .isEqualTo(fingerprints(new SampleSet(50, SampleFormat.JSON, 7)));
    }

    @Test
    void should_be_the_same_for_the_same_seed_only() {
        Map<String, String> one = texts(new SampleSet(50, SampleFormat.JSON, 7));

        assertThat(texts(new SampleSet(50, SampleFormat.JSON, 7))).isEqualTo(one);
        assertThat(texts(new SampleSet(50, SampleFormat.JSON, 8))).isNotEqualTo(one);
    }

    @ParameterizedTest
    @EnumSource
    void should_write_a_set_of_which_all_but_a_few_are_up_to_date(SampleFormat format) throws IOException {
        SampleSet.main(new String[] {folder.toString(), "60", format.name(), "7"});

        Path definitions = folder.resolve("definitions");
        RenderedImages images = render(DefinitionSet.read(
                definitions, List.of(definitions.resolve("variables.json")), Path::toString, new Problems()));
        LedgerContents contents;
        try (SqliteBuildLedger ledger = SqliteBuildLedger.open(folder.resolve("ledger.db"))) {
            contents = ledger.contents();
        }
        assertThat(Map.of(
                        ReasonCode.UP_TO_DATE,
                                plan(images, contents, ReasonCode.UP_TO_DATE).size(),
                        ReasonCode.NEW, plan(images, contents, ReasonCode.NEW).size()))
                .isEqualTo(Map.of(ReasonCode.UP_TO_DATE, 57, ReasonCode.NEW, 3));
        assertThat(plan(images, contents, ReasonCode.NEW)).isEqualTo(Files.readAllLines(folder.resolve("unbuilt.txt")));
    }

    @Test
    void should_know_in_memory_what_it_writes() {
        SampleSet set = new SampleSet(20, SampleFormat.JSON, 7);
        SampleLedger ledger = new SampleLedger(set, SampleLedger.BUILT);
        ledger.write(folder.resolve("ledger.db"));

        try (SqliteBuildLedger written = SqliteBuildLedger.open(folder.resolve("ledger.db"))) {
            assertThat(written.contents().builds())
                    .containsExactlyInAnyOrderElementsOf(ledger.contents().builds());
        }
    }

    private static RenderedImages render(DefinitionSet set) {
        return new TemplateEngine(ImageNamePointer.DEFAULT).render(set, new Problems());
    }

    private static List<String> plan(RenderedImages images, LedgerContents contents, ReasonCode reason) {
        return new ImagePlanner(PlanPolicy.DEFAULT)
                .plan(images, contents, ImageSelection.ALL, SampleLedger.BUILT).stream()
                        .filter(image -> image.reason().code() == reason)
                        .map(PlannedImage::imageId)
                        .toList();
    }

    private static Map<String, String> fingerprints(SampleSet set) {
        return render(set.definitions()).images().stream()
                .collect(Collectors.toMap(RenderedImage::id, RenderedImage::fingerprint));
    }

    private static Map<String, String> texts(SampleSet set) {
        Function<Definition, String> text =
                definition -> new String(definition.file().content(), java.nio.charset.StandardCharsets.UTF_8);
        return set.definitions().files().stream()
                .collect(Collectors.toMap(Definition::id, text, (a, b) -> a, TreeMap::new));
    }
}
