package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger holds.
 *
 * @param builds in the order in which they were claimed; where several machines claim, as far as their clocks agree
 * @param unreadable what is set aside
 */
public record LedgerContents(List<Build> builds, List<UnreadableBuild> unreadable) {
    public LedgerContents {
        builds = List.copyOf(builds);
        unreadable = List.copyOf(unreadable);
    }

    /** The builds that have not ended. */
    public List<Build> pending() {
        return builds.stream().filter(build -> build.state().isPending()).toList();
    }

    /**
     * Says whether two ledgers hold the same: the SHA-256, in lower-case hexadecimal, over the builds with what has
     * become of them, in their order, and over what is set aside. Since when a build has stood so does not count.
     */
    public String fingerprint() {
        List<JsonValue> values = new ArrayList<>();
        for (Build build : builds) {
            BuildProgress progress = build.progress();
            values.add(row(
                    build.imageId(),
                    build.key().fingerprint(),
                    Integer.toString(build.key().attempt()),
                    build.order().requestId(),
                    build.order().reason().id(),
                    progress.state().id(),
                    progress.trackingId(),
                    progress.finishedAt(),
                    progress.error()));
        }
        unreadable.forEach(build -> values.add(row(build.imageId(), build.description())));
        return RedactedPayload.fingerprint(new JsonArray(values, Location.NONE));
    }

    private static JsonValue row(@Nullable Object... cells) {
        List<JsonValue> values = new ArrayList<>();
        for (@Nullable Object cell : cells) {
            values.add(cell == null ? new JsonNull(Location.NONE) : new JsonString(cell.toString(), Location.NONE));
        }
        return new JsonArray(values, Location.NONE);
    }

    /** What is wrong with the ledger. */
    public List<Incident> incidents() {
        return unreadable.stream()
                .map(build -> new Incident(Kind.UNREADABLE_BUILD, build.imageId(), build.description()))
                .toList();
    }
}
