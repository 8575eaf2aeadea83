package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cycle of a run finds out on its way. Safe for concurrent use. */
final class Findings {
    private final List<Build> submitted = new ArrayList<>();
    private final List<Build> failures = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();

    synchronized void submitted(Build build) {
        submitted.add(build);
    }

    synchronized void failed(Build build) {
        failures.add(build);
    }

    synchronized void incident(Kind kind, String imageId, @Nullable String message) {
        incidents.add(new Incident(kind, imageId, String.valueOf(message)));
    }

    /** Says what concerns the run as a whole once; what concerns an image always. */
    synchronized void once(Incident incident) {
        if (incident.imageId() != null
                || incidents.stream().noneMatch(each -> each.imageId() == null && each.kind() == incident.kind())) {
            incidents.add(incident);
        }
    }

    synchronized void all(List<Incident> others) {
        incidents.addAll(others);
    }

    /** By image, in an order that does not depend on which thread was faster. */
    synchronized List<Incident> incidents() {
        return incidents.stream()
                .sorted(Comparator.comparing(Incident::imageId, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    synchronized RunReport report(List<PlannedImage> images) {
        return new RunReport(images, sorted(submitted), sorted(failures), incidents());
    }

    private static List<Build> sorted(List<Build> builds) {
        return builds.stream()
                .sorted(Comparator.comparing(Build::imageId)
                        .thenComparing(build -> build.key().attempt()))
                .toList();
    }
}
