package dev.imagefactory.planner.simulation;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must hold when all is said and done; what holds at each step, {@link FaultyLedger} and {@link ServiceLink}
 * check.
 */
final class Invariants {
    private final World world;
    private final ModelService service;

    Invariants(World world, ModelService service) {
        this.world = world;
        this.service = service;
    }

    /** A build that waits for a person must have a cause, and be such as nobody else can decide. */
    void checkHeld(Build held) {
        boolean searched = world.shape.isSearchable();
        boolean decided = world.shape.onUnknownOutcome() == OnUnknownOutcome.RESUBMIT;
        if (searched || decided || !world.ambiguous.contains(held.key())) {
            world.violated("held without need: " + held);
        }
    }

    void checkEnd(List<Build> builds) {
        Map<BuildKey, Build> byKey = builds.stream().collect(Collectors.toMap(Build::key, build -> build));
        Map<BuildKey, Set<String>> jobs = new HashMap<>();
        for (ModelJob job : service.jobs) {
            @Nullable BuildKey key = world.claims.get(job.request.requestId());
            if (key == null || !byKey.containsKey(key)) {
                world.violated("the service has a job of no build: " + job.trackingId);
            } else {
                jobs.computeIfAbsent(key, each -> new HashSet<>()).add(job.trackingId);
            }
        }
        for (Build build : builds) {
            checkJobs(build, jobs.getOrDefault(build.key(), Set.of()));
            checkState(build);
        }
    }

    private void checkJobs(Build build, Set<String> jobs) {
        if (jobs.size() > 1) {
            world.coverage.count("second job");
            if (world.shape.isAnswerable() || !isTold(build)) {
                world.violated("two jobs of one build, " + jobs + ": " + build);
            }
            jobs.stream()
                    .filter(job -> !job.equals(build.progress().trackingId()))
                    .forEach(this::checkSecondJob);
        }
        @Nullable String trackingId = build.progress().trackingId();
        if (jobs.isEmpty() ? trackingId != null : !jobs.contains(String.valueOf(trackingId))) {
            boolean lostByChoice = trackingId == null && !world.shape.isSearchable() && isTold(build);
            if (!lostByChoice) {
                world.violated("the service has " + jobs + " of the build " + build);
            }
        }
    }

    /** Who knew a job that nobody follows, and lived to report, named it. */
    private void checkSecondJob(String job) {
        @Nullable SimulatedProcess process = world.answered.get(job);
        if (process != null && process.hasReported() && world.said.indexOf(job) < 0) {
            world.violated("nobody was told of the second job " + job);
        }
    }

    /** Whether the runs said that there may be two jobs, or one that could have said so did not live to do it. */
    private boolean isTold(Build build) {
        Set<Incident.Kind> reported = world.reported.getOrDefault(build.imageId(), Set.of());
        return reported.contains(Incident.Kind.RESUBMITTED)
                || reported.contains(Incident.Kind.SECOND_JOB)
                || world.senders.getOrDefault(build.key(), Set.of()).stream()
                        .anyMatch(process -> !process.hasReported());
    }

    private void checkState(Build build) {
        @Nullable String trackingId = build.progress().trackingId();
        if (build.state().isPending()) {
            world.violated("not ended: " + build);
        } else if (trackingId == null) {
            String request = build.order().requestId();
            boolean reused = service.reused.contains(request);
            boolean rejected = build.state() == BuildState.FAILED && (reused || service.rejected.contains(request));
            boolean lost = build.state() == BuildState.LOST && reused;
            if (!rejected && !lost) {
                world.violated("ended without the service having said so: " + build);
            }
        } else if (build.state() == BuildState.LOST) {
            Instant now = world.scheduler.now();
            if (service.job(trackingId).filter(job -> !job.isForgotten(now)).isPresent()) {
                world.violated("given up as lost, and the service has it: " + build);
            }
        } else {
            BuildState real = service.job(trackingId)
                    .map(job -> job.stateAt(world.scheduler.now()))
                    .orElse(BuildState.UNKNOWN);
            if (build.state() != real) {
                world.violated("it is " + real + " in truth: " + build);
            }
        }
    }
}
