package dev.imagefactory.planner.simulation;

import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.Incident;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the parts of one schedule share. */
final class World {
    final Dice dice;
    final Scheduler scheduler;
    final Shape shape;
    final Coverage coverage;
    final List<String> violations = new ArrayList<>();

    /** Whose request an id is, as claimed. */
    final Map<String, BuildKey> claims = new HashMap<>();

    /** The builds of which the runs cannot know what became of their request. */
    final Set<BuildKey> ambiguous = new HashSet<>();

    /** The processes that have sent a build's request. */
    final Map<BuildKey, Set<SimulatedProcess>> senders = new HashMap<>();

    /** The incidents that were reported, by image. */
    final Map<String, Set<Incident.Kind>> reported = new HashMap<>();

    /** Who was told of a job that it is his. */
    final Map<String, SimulatedProcess> answered = new HashMap<>();

    /** All messages of incidents. */
    final StringBuilder said = new StringBuilder();

    /** The value of the secret now. */
    String secret = Workload.SECRET + 1;

    /** Whether things go wrong. */
    boolean faulty = true;

    World(Dice dice, Scheduler scheduler, Shape shape, Coverage coverage) {
        this.dice = dice;
        this.scheduler = scheduler;
        this.shape = shape;
        this.coverage = coverage;
    }

    /** Whether something that usually has this probability goes wrong now. */
    boolean fault(double probability, String name) {
        if (faulty && dice.chance(Math.min(0.5, probability * shape.storm()))) {
            coverage.count(name);
            scheduler.log(() -> "! " + name);
            return true;
        }
        return false;
    }

    void violated(String invariant) {
        scheduler.log(() -> "VIOLATED " + invariant);
        violations.add(invariant);
    }
}
