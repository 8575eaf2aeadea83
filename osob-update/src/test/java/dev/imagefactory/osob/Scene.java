package dev.imagefactory.osob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.InMemoryBuildLedger;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Definitions, variables and a ledger, as a test tells them. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private final Map<String, String> definitions = new TreeMap<>();
    private final Map<String, String> variables = new TreeMap<>();
    final InMemoryBuildLedger ledger = new InMemoryBuildLedger();
    private Instant clock = NOW.minusSeconds(90 * 86_400L);

    /** An image with this name, which may have variables, and a payload of its own. */
    Scene image(String id, String name) {
        definitions.put(
                id, "{\"Destination\": [{\"CustomImageName\": \"" + name + "\", \"StorageAccountName\": \"s\"}]}");
        return this;
    }

    /** An image with these settings of this tool. */
    Scene image(String id, String name, String settings) {
        definitions.put(
                id,
                "{\"x-imagefactory\": " + settings + ", \"Destination\": [{\"CustomImageName\": \"" + name + "\"}]}");
        return this;
    }

    /** A definition that makes two images. */
    Scene images(String id, String one, String other) {
        definitions.put(
                id,
                "{\"Destination\": [{\"CustomImageName\": \"" + one + "\", \"StorageAccountName\": \"s\"},"
                        + " {\"CustomImageName\": \"" + other + "\", \"StorageAccountName\": \"s\"}]}");
        return this;
    }

    Scene variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Scene at(String instant) {
        clock = Instant.parse(instant);
        return this;
    }

    RenderedImages rendered() {
        List<Definition> files = new ArrayList<>();
        definitions.forEach((id, text) ->
                files.add(Definition.of(id + ".json", SourceFile.of(id + ".json", text.getBytes(UTF_8)))));
        String values = variables.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
        RenderedImages images = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        new DefinitionSet(files, List.of(SourceFile.of("variables.json", values.getBytes(UTF_8)))),
                        new Problems());
        assertThat(images.hasErrors()).as(images.problems().toString()).isFalse();
        return images;
    }

    /** All images are built by the present variables, and succeed. */
    Scene succeeds(String... ids) {
        return built(BuildState.SUCCEEDED, null, ids);
    }

    Scene fails(String error, String... ids) {
        return built(BuildState.FAILED, error, ids);
    }

    Scene runs(String... ids) {
        return built(BuildState.RUNNING, null, ids);
    }

    private Scene built(BuildState state, @Nullable String error, String... ids) {
        for (String id : ids) {
            clock = clock.plusSeconds(3_600);
            RenderedImage image = rendered().images().stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            long attempts = ledger.contents().builds().stream()
                    .filter(build -> build.imageId().equals(id)
                            && build.key().fingerprint().equals(image.fingerprint()))
                    .count();
            BuildOrder order = new BuildOrder(
                    new BuildKey(id, image.fingerprint(), (int) attempts + 1),
                    UUID.nameUUIDFromBytes((id + clock).getBytes(UTF_8)).toString(),
                    clock,
                    ReasonCode.NEW,
                    image.targetsAt(clock),
                    image.variables(),
                    image.source().definitionFingerprint(),
                    null,
                    null);
            Build claimed = ledger.claim(order, "{}", new Lease("run", clock, clock.plusSeconds(900)))
                    .orElseThrow();
            @Nullable Instant finished = state.isPending() ? null : clock.plusSeconds(1_800);
            ledger.update(
                    claimed,
                    new BuildProgress(
                            state,
                            clock.plusSeconds(1_800),
                            null,
                            "job-" + id + "-" + attempts,
                            true,
                            finished,
                            error,
                            "https://factory/logs/" + id));
        }
        return this;
    }

    Offers offers() {
        List<PlannedImage> plan =
                new ImagePlanner(PlanPolicy.DEFAULT).plan(rendered(), ledger.contents(), ImageSelection.ALL, NOW);
        return new Offers(plan, ledger.contents());
    }

    ImageNames names() {
        return new ImageNames(rendered(), ImageNamePointer.DEFAULT, ledger.contents());
    }

    ConsumerUpdate update(OsobPolicy policy, String yaml) {
        return update(policy, new ConsumerFile("definitions/a.yaml", yaml));
    }

    ConsumerUpdate update(OsobPolicy policy, ConsumerFile... files) {
        return new ConsumerPlanner(names(), offers(), null, policy, NOW).plan(List.of(files));
    }
}
