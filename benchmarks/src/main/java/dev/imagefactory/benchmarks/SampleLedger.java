package dev.imagefactory.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.ledger.SqliteBuildLedger;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a ledger knows of a sample set: all images were built once, but a few that nobody has built yet. */
final class SampleLedger {
    /** When the images of a benchmark were built. */
    static final Instant BUILT = Instant.parse("2026-11-02T08:30:00Z");

    /** When a benchmark asks: days later. */
    static final Instant NOW = Instant.parse("2026-11-09T09:00:00Z");

    private static final String SERVICE = "https://image-factory.example.com";
    private static final int MOST_UNBUILT = 5;
    private static final int THREADS = 32;

    /** Rendered at a time, so that large sets need no large memory. */
    private static final int PART = 2_000;

    private final SampleSet set;
    private final Instant built;
    private final Set<String> unbuilt;

    /** @param built when all was built, to the second */
    SampleLedger(SampleSet set, Instant built) {
        this.set = set;
        this.built = built;
        int count = Math.max(1, Math.min(MOST_UNBUILT, set.size() / 20));
        this.unbuilt = IntStream.range(0, count)
                .map(i -> (int) ((2L * i + 1) * set.size() / (2L * count)))
                .mapToObj(set::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The ids of the images that were never built: one of twenty, and at most five. */
    Set<String> unbuilt() {
        return Collections.unmodifiableSet(unbuilt);
    }

    /** The whole set, rendered. */
    RenderedImages images() {
        return rendered(0, set.size());
    }

    /** The ledger as it would be read. */
    LedgerContents contents() {
        return new LedgerContents(
                images().images().stream()
                        .filter(image -> !unbuilt.contains(image.id()))
                        .map(this::build)
                        .toList(),
                List.of());
    }

    /** Writes the ledger to a file. */
    void write(Path file) {
        ExecutorService writers = Executors.newFixedThreadPool(THREADS);
        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            ledger.bind(SERVICE);
            for (int from = 0; from < set.size(); from += PART) {
                List<Future<?>> writes = new ArrayList<>();
                for (RenderedImage image :
                        rendered(from, Math.min(set.size(), from + PART)).images()) {
                    if (!unbuilt.contains(image.id())) {
                        writes.add(writers.submit(() ->
                                ledger.restore(build(image), image.payload().text())));
                    }
                }
                await(writes);
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private RenderedImages rendered(int from, int to) {
        RenderedImages images = new TemplateEngine(ImageNamePointer.DEFAULT).render(set.part(from, to), new Problems());
        if (images.hasErrors()) {
            throw new IllegalStateException("a sample set has errors: " + images.problems());
        }
        return images;
    }

    private Build build(RenderedImage image) {
        UUID request = UUID.nameUUIDFromBytes(image.id().getBytes(UTF_8));
        Instant ended = built.plus(Duration.ofHours(3));
        return new Build(
                new BuildOrder(
                        new BuildKey(image.id(), image.fingerprint(), 1),
                        request.toString(),
                        built,
                        ReasonCode.NEW,
                        image.targetsAt(built),
                        image.variables(),
                        image.source().definitionFingerprint(),
                        null,
                        null),
                new BuildProgress(
                        BuildState.SUCCEEDED,
                        ended,
                        null,
                        "job-" + request,
                        true,
                        ended,
                        null,
                        "https://image-factory.example.com/logs/" + request),
                3);
    }

    private static void await(List<Future<?>> writes) {
        for (Future<?> write : writes) {
            try {
                write.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a ledger was written", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("writing a ledger failed", e);
            }
        }
    }
}
