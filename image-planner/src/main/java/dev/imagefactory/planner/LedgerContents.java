package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import java.util.List;

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

    /** What is wrong with the ledger. */
    public List<Incident> incidents() {
        return unreadable.stream()
                .map(build -> new Incident(Kind.UNREADABLE_BUILD, build.imageId(), build.description()))
                .toList();
    }
}
