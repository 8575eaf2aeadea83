package dev.imagefactory.report;

import dev.imagefactory.osob.ConsumerUpdate;
import dev.imagefactory.osob.ReferenceDecision;
import dev.imagefactory.planner.Action;
import dev.imagefactory.planner.AgeLimits;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Failure;
import dev.imagefactory.planner.FailureRules;
import dev.imagefactory.planner.ImageAge;
import dev.imagefactory.planner.ImageGraph;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes reports.
 *
 * <p>An image counts as failed where the exit codes of the command line say so: its build failed in this run, or as the
 * ledger knows it, and no later one succeeded; nothing more is tried; it is stalled or too old; or something keeps it
 * from being built.
 */
public final class ReportMaker {
    /** How many of its last builds an image shows. */
    private static final int HISTORY = 10;

    private final FailureRules rules;
    private final AgeLimits ages;

    /**
     * @param rules what a failure calls for
     * @param ages how old images may be
     */
    public ReportMaker(FailureRules rules, AgeLimits ages) {
        this.rules = rules;
        this.ages = ages;
    }

    /** Where logs of failed builds come from. */
    @FunctionalInterface
    public interface Logs {
        /** The log of a build that has a tracking id; null where it was not asked for. */
        @Nullable
        SavedLog of(Build build);
    }

    /**
     * Makes a report.
     *
     * @param run what a run did, or {@link RunReport#of a plan}, with the incidents of age where they count
     * @param ledger what was built, as it stands after the run
     * @param images what is wanted
     * @param consumers which images are named by whom; null where nobody was asked
     * @param logs asked once for each failed build
     * @param at when the report is made
     */
    public ImageReport report(
            RunReport run,
            LedgerContents ledger,
            RenderedImages images,
            @Nullable ConsumerUpdate consumers,
            Logs logs,
            Instant at) {
        Map<String, List<Build>> builds = ledger.builds().stream().collect(Collectors.groupingBy(Build::imageId));
        Map<String, RenderedImage> wanted = new HashMap<>();
        images.images().forEach(image -> wanted.put(image.id(), image));
        Map<String, PlannedImage> planned = new HashMap<>();
        run.images().forEach(image -> planned.put(image.imageId(), image));

        Set<String> concerned = new TreeSet<>(planned.keySet());
        run.failures().forEach(build -> concerned.add(build.imageId()));
        Map<String, ReportedFailure> failures = new TreeMap<>();
        for (String id : concerned) {
            List<Build> history = builds.getOrDefault(id, List.of());
            failure(id, planned.get(id), run)
                    .map(cause -> reported(cause, wanted.get(id), history, logs))
                    .ifPresent(failure -> failures.put(id, failure));
        }
        Map<String, List<UsedName>> used = used(consumers);
        TypicalTimes typical = new TypicalTimes(ledger);
        List<ReportedImage> shown = new ArrayList<>();
        for (PlannedImage image : run.images()) {
            List<Build> history = builds.getOrDefault(image.imageId(), List.of());
            @Nullable Instant built = image.lastSuccessAt();
            @Nullable ImageAge age = built == null ? null : ImageAge.between(built, at);
            shown.add(new ReportedImage(
                    image,
                    verdict(image, failures.get(image.imageId())),
                    age,
                    image.image() == null ? AgeMark.YOUNG : AgeMark.of(age, ages),
                    used.getOrDefault(image.imageId(), List.of()),
                    history.subList(Math.max(0, history.size() - HISTORY), history.size()),
                    typical.of(image.imageId()).orElse(null)));
        }
        return new ImageReport(
                at, List.of(), List.copyOf(failures.values()), shown, run.incidents(), ImageGraph.of(images));
    }

    /**
     * Why an image counts as failed.
     *
     * @param message where no build says it; null where one does
     */
    private record Cause(
            String imageId,
            String kind,
            @Nullable String message,
            @Nullable Build build,
            boolean blocking) {}

    private Optional<Cause> failure(String id, @Nullable PlannedImage image, RunReport run) {
        Optional<Cause> ofBuild = failedBuild(id, image, run)
                .map(build -> new Cause(id, rules.classify(build).failureClass().id(), null, build, isBlocked(image)));
        if (ofBuild.isPresent()) {
            return ofBuild;
        }
        if (image != null && isBlocked(image)) {
            Optional<Build> unsuccessful = Optional.ofNullable(image.build())
                    .filter(build -> build.state().isUnsuccessful());
            String kind = unsuccessful
                    .map(build -> rules.classify(build).failureClass().id())
                    .orElse(image.reason().code().id());
            return Optional.of(new Cause(id, kind, image.reason().message(), unsuccessful.orElse(null), true));
        }
        return run.incidents().stream()
                .filter(incident -> id.equals(incident.imageId()))
                .filter(incident -> incident.kind().keepsFromWork()
                        || incident.kind() == Incident.Kind.STALLED
                        || incident.kind() == Incident.Kind.TOO_OLD)
                .findFirst()
                .map(incident -> new Cause(
                        id, incident.kind().id(), incident.message(), image == null ? null : image.build(), false));
    }

    private static boolean isBlocked(@Nullable PlannedImage image) {
        return image != null
                && (image.action() == Action.BLOCKED || image.reason().code().isFailure());
    }

    /** The last build that failed, as the run learned or the ledger knows; empty where a later one succeeded. */
    private static Optional<Build> failedBuild(String id, @Nullable PlannedImage image, RunReport run) {
        @Nullable Build present = image == null ? null : image.build();
        if (image != null && present != null && present.imageId().equals(id)) {
            if (present.state() == BuildState.SUCCEEDED) {
                return Optional.empty();
            }
            boolean failed = present.state() == BuildState.FAILED || present.state() == BuildState.LOST;
            if (failed && image.reason().code() != ReasonCode.ORPHANED) {
                return Optional.of(present);
            }
        }
        return run.failures().stream()
                .filter(build -> build.imageId().equals(id))
                .reduce((first, second) -> second);
    }

    private ReportedFailure reported(Cause cause, @Nullable RenderedImage image, List<Build> history, Logs logs) {
        @Nullable Build build = cause.build;
        @Nullable Failure failure = build != null && build.state().isUnsuccessful() ? rules.classify(build) : null;
        @Nullable
        SavedLog log =
                build == null || failure == null || build.progress().trackingId() == null ? null : logs.of(build);
        @Nullable String error = build == null ? null : build.progress().error();
        String message = cause.message;
        if (message == null) {
            message = build == null
                    ? cause.kind
                    : "attempt " + build.key().attempt() + " " + build.state().id()
                            + (error == null ? "" : ": " + error);
        }
        // The words of a plan about what failed for good hold the advice.
        @Nullable String advice = failure == null ? null : failure.advice();
        return new ReportedFailure(
                cause.imageId,
                cause.kind,
                message,
                advice == null || message.contains(advice) ? null : advice,
                build,
                new FirstArtifact(image)
                        .in(error, log == null ? "" : log.tail())
                        .orElse(null),
                log,
                build == null
                        ? List.of()
                        : history.stream()
                                .filter(each -> each.key()
                                        .fingerprint()
                                        .equals(build.key().fingerprint()))
                                .toList(),
                image == null ? null : image.settings().owner(),
                cause.blocking);
    }

    private static Verdict verdict(PlannedImage image, @Nullable ReportedFailure failure) {
        if (failure != null) {
            return failure.isBlocking() ? Verdict.BLOCKED : Verdict.FAILED;
        }
        @Nullable Build build = image.build();
        boolean pending = build != null && build.state().isPending();
        if (image.action() == Action.WAIT || pending) {
            return Verdict.WAITING;
        }
        if (image.reason().code() == ReasonCode.ORPHANED) {
            return Verdict.GONE;
        }
        boolean built = build != null
                && build.state() == BuildState.SUCCEEDED
                && build.key().attempt() >= image.nextAttempt();
        return image.action() == Action.NONE || built ? Verdict.BUILT : Verdict.TO_BUILD;
    }

    private static Map<String, List<UsedName>> used(@Nullable ConsumerUpdate consumers) {
        Map<String, List<UsedName>> used = new HashMap<>();
        if (consumers == null) {
            return used;
        }
        Map<String, Map<String, List<ReferenceDecision>>> byName = new TreeMap<>();
        for (ReferenceDecision decision : consumers.references()) {
            byName.computeIfAbsent(decision.reference().imageId(), id -> new TreeMap<>())
                    .computeIfAbsent(decision.reference().imageName(), name -> new ArrayList<>())
                    .add(decision);
        }
        byName.forEach((id, names) -> used.put(
                id,
                names.entrySet().stream()
                        .map(entry -> new UsedName(
                                entry.getKey(),
                                entry.getValue().stream()
                                        .anyMatch(each -> each.state() != ReferenceDecision.State.CURRENT),
                                entry.getValue().stream()
                                        .map(ReferenceDecision::reference)
                                        .toList()))
                        .toList()));
        return used;
    }
}
