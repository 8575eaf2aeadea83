package dev.imagefactory.report;

import dev.imagefactory.planner.ImageGraph;
import dev.imagefactory.planner.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What there is to say about images at an instant; the same for all forms of the report.
 *
 * @param at when it was made
 * @param faults what ended a run before it could say anything about images, in words; empty as a rule
 * @param failures one an image at most, by image
 * @param images by id; a failure may be of an image that is not among them, since it was not selected
 * @param incidents what else happened, in its order
 * @param graph what depends on what
 */
public record ImageReport(
        Instant at,
        List<String> faults,
        List<ReportedFailure> failures,
        List<ReportedImage> images,
        List<Incident> incidents,
        ImageGraph graph) {
    public ImageReport {
        faults = List.copyOf(faults);
        failures = List.copyOf(failures);
        images = List.copyOf(images);
        incidents = List.copyOf(incidents);
    }

    /** The report of a call that came to nothing. */
    public static ImageReport ofFaults(List<String> faults, Instant at) {
        return new ImageReport(at, faults, List.of(), List.of(), List.of(), new ImageGraph(List.of(), List.of()));
    }

    /** How many images have a verdict. */
    public long count(Verdict verdict) {
        return images.stream().filter(image -> image.verdict() == verdict).count();
    }

    /** The failure of an image. */
    Optional<ReportedFailure> failureOf(String imageId) {
        return failures.stream()
                .filter(failure -> failure.imageId().equals(imageId))
                .findFirst();
    }

    /** The failures of images that are not listed. */
    List<ReportedFailure> strays() {
        return failures.stream()
                .filter(failure -> images.stream().noneMatch(image -> image.id().equals(failure.imageId())))
                .toList();
    }

    /** What concerns no image, and kept the run from its work. */
    List<String> hindrances() {
        List<String> hindrances = new ArrayList<>(faults);
        incidents.stream()
                .filter(incident ->
                        incident.imageId() == null && incident.kind().keepsFromWork())
                .forEach(incident -> hindrances.add(incident.message()));
        return hindrances;
    }
}
