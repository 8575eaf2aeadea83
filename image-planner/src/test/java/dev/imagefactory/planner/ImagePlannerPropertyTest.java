package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.RenderedImage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ImagePlannerPropertyTest {
    private static final List<String> IDS = List.of("a", "b", "c", "d");

    /** Sets one variable, or edits one definition so that it uses a set of variables. */
    record Edit(String id, Set<String> uses, String variable, String value) {}

    @Property(tries = 300)
    void should_rebuild_exactly_the_images_whose_payload_differs(
            @ForAll("edits") List<Edit> start, @ForAll("edits") List<Edit> change) {
        Images images = new Images().set("X", "0").set("Y", "0").set("Z", "0");
        IDS.forEach(id -> define(images, id, Set.of("X")));
        apply(images, start);
        BuildLedger ledger = new InMemoryBuildLedger();
        FakeImageBuilder service = new FakeImageBuilder();
        BuildRunner runner = new BuildRunner(
                ledger,
                service,
                name -> "s",
                RunPolicy.DEFAULT,
                RunEnvironment.real(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new StopSignal()));
        runner.run(images.rendered(), ImageSelection.ALL, PlanPolicy.DEFAULT);
        service.setAll(BuildState.SUCCEEDED);
        Map<String, String> before = payloads(images);

        apply(images, change);
        RunReport report = runner.run(images.rendered(), ImageSelection.ALL, PlanPolicy.DEFAULT);

        Map<String, String> after = payloads(images);
        Set<String> expected = IDS.stream()
                .filter(id -> !Objects.equals(after.get(id), before.get(id)))
                .collect(Collectors.toSet());
        assertThat(report.submitted()).extracting(Build::imageId).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(report.images())
                .filteredOn(image -> image.action() == Action.BUILD)
                .allSatisfy(image -> assertThat(image.reason().message())
                        .isNotEqualTo("the rendered payload differs from the last build's"));
        assertThat(runner.run(images.rendered(), ImageSelection.ALL, PlanPolicy.DEFAULT)
                        .submitted())
                .isEmpty();
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<Set<String>> variables = Arbitraries.of("X", "Y", "Z").set().ofMinSize(1);
        return Combinators.combine(
                        Arbitraries.of(IDS), variables, Arbitraries.of("X", "Y", "Z"), Arbitraries.of("0", "1", "2"))
                .as(Edit::new)
                .list()
                .ofMaxSize(4);
    }

    private static void apply(Images images, List<Edit> edits) {
        for (Edit edit : edits) {
            if (edit.value().equals("0")) {
                define(images, edit.id(), edit.uses());
            } else {
                images.set(edit.variable(), edit.value());
            }
        }
    }

    private static void define(Images images, String id, Set<String> uses) {
        images.define(
                id,
                new TreeSet<>(uses)
                        .stream()
                                .map(name -> "\"" + name.toLowerCase(Locale.ROOT) + "\": \"{" + name + "}\"")
                                .collect(Collectors.joining(",")));
    }

    private static Map<String, String> payloads(Images images) {
        return images.rendered().images().stream()
                .collect(Collectors.toMap(
                        RenderedImage::id, image -> image.payload().text()));
    }
}
