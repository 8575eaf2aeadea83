package dev.imagefactory.cli;

import dev.imagefactory.ledger.AzureTableBuildLedger;
import dev.imagefactory.ledger.LedgerFile;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.template.RenderedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the ledger can be used, and what it holds that somebody should look at. */
final class LedgerChecks {
    private static final int SHOWN = 3;
    private static final String BACKUP = "restore it from a backup, see docs/operations.md#the-ledger";
    private static final List<String> OF_CONTENTS = List.of("rows", "claims", "stalled", "ages", "pipeline");

    private final Wiring wiring;
    private final Settings settings;
    private final ServiceOptions service;
    private final PlanPolicy policy;
    private final Instant now;

    LedgerChecks(Wiring wiring, Settings settings, ServiceOptions service, PlanPolicy policy) {
        this.wiring = wiring;
        this.settings = settings;
        this.service = service;
        this.policy = policy;
        this.now = wiring.surroundings().clock().instant();
    }

    /**
     * What the look at the storage found.
     *
     * @param contents null where they cannot be read, or only by a change of the storage
     */
    private record Storage(Finding finding, @Nullable LedgerContents contents) {}

    /**
     * @param images as far as they can be rendered
     * @param expectedEvery how often a run is expected; null where nobody says
     */
    void examine(Checkup checkup, RenderedImages images, @Nullable Duration expectedEvery) {
        Optional<Storage> storage =
                checkup.attempt("ledger", "check --ledger, its permissions and its credentials", this::storage);
        storage.ifPresent(found -> checkup.add(found.finding()));
        Optional<LedgerContents> contents = storage.flatMap(found -> Optional.ofNullable(found.contents()));
        if (contents.isEmpty()) {
            OF_CONTENTS.forEach(check -> checkup.add(Finding.skipped(check, "the ledger was not read")));
            return;
        }
        LedgerContents ledger = contents.get();
        checkup.add(rows(ledger));
        checkup.add(claims(ledger));
        checkup.add(stalled(ledger));
        checkup.check("ages", "see 'imagefactory status'", () -> List.of(ages(ledger, images)));
        checkup.add(pipeline(ledger, expectedEvery));
    }

    private Storage storage() {
        Ledgers ledgers = wiring.ledgers(settings, service.azure);
        @Nullable Path file = ledgers.file().orElse(null);
        if (file != null) {
            return Files.exists(file) ? inFile(file) : missing(file);
        }
        try (BuildLedger ledger = ledgers.open()) {
            LedgerContents contents = ledger.contents();
            boolean written = ledger instanceof AzureTableBuildLedger table && table.isProvenWritable();
            return opened(
                    ledger,
                    contents,
                    written
                            ? "the table may be read and written"
                            : "no table yet; whether one may be made was not tried");
        }
    }

    private Storage missing(Path file) {
        @Nullable Path folder = file.toAbsolutePath().getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        Finding finding = folder != null && Files.isDirectory(folder) && Files.isWritable(folder)
                ? Finding.ok("ledger", settings.shown(file) + " does not exist yet; the first run makes it")
                : Finding.error(
                        "ledger",
                        ExitCode.UNREACHABLE,
                        settings.shown(file) + " does not exist and cannot be made",
                        "check the path, and whether its folder may be written");
        return new Storage(finding, new LedgerContents(List.of(), List.of()));
    }

    private Storage inFile(Path file) {
        String shown = settings.shown(file);
        LedgerFile found = LedgerFile.examine(file);
        if (!found.damages().isEmpty()) {
            return unusable(shown + " is damaged: " + String.join("; ", found.damages()), BACKUP);
        }
        if (found.isNewer()) {
            return unusable(
                    shown + " has version " + found.version() + ", which is newer than this program knows",
                    "update the program");
        }
        if (found.unwritable() != null) {
            return unusable(
                    shown + " cannot be written (" + found.unwritable() + ")",
                    "check its permissions, those of its folder, and the space there");
        }
        if (found.isOlder()) {
            return new Storage(
                    Finding.ok(
                            "ledger",
                            shown + " has version " + found.version()
                                    + "; the next command brings it up to date, and older programs refuse it then"),
                    null);
        }
        try (BuildLedger ledger = wiring.ledger(settings, service.azure)) {
            return opened(ledger, ledger.contents(), shown + " is sound, and may be read and written");
        }
    }

    private static Storage unusable(String what, String nextStep) {
        return new Storage(Finding.error("ledger", ExitCode.UNREACHABLE, what, nextStep), null);
    }

    /** A ledger of another service is refused by runs, however sound it is. */
    private Storage opened(BuildLedger ledger, LedgerContents contents, String sound) {
        String builds = ReportText.counted(contents.builds().size(), "build");
        @Nullable String bound = ledger.service().orElse(null);
        @Nullable String named = namedService();
        Finding finding = contents.builds().isEmpty() || bound == null || named == null || bound.equals(named)
                ? Finding.ok("ledger", sound + "; " + builds)
                : Finding.error(
                        "ledger",
                        ExitCode.UNREACHABLE,
                        "its " + builds + " belong to the service " + bound + ", not to " + named,
                        "give each service a ledger of its own (--ledger)");
        return new Storage(finding, contents);
    }

    private @Nullable String namedService() {
        try {
            return ServiceSession.nameOf(settings, service, wiring.surroundings());
        } catch (UsageException e) {
            return null; // The check of the service says so.
        }
    }

    private static Finding rows(LedgerContents ledger) {
        return ledger.unreadable().isEmpty()
                ? Finding.ok("rows", "all can be read")
                : Finding.error(
                        "rows",
                        ExitCode.UNREACHABLE,
                        ReportText.counted(ledger.unreadable().size(), "build") + " cannot be read: "
                                + ledger.unreadable().get(0).description(),
                        "until then their images are blocked");
    }

    /** Builds that wait for a run, or for a person. */
    private Finding claims(LedgerContents ledger) {
        List<Build> abandoned = pending(ledger, build -> {
            @Nullable Lease lease = build.progress().lease();
            return lease != null && !lease.holdsAt(now);
        });
        List<Build> unanswered = pending(
                ledger,
                build -> build.state() == BuildState.UNANSWERED
                        && build.progress().lease() == null);
        if (!unanswered.isEmpty()) {
            return Finding.warning(
                    "claims",
                    "of " + named(unanswered) + " it is not known whether the service started a job",
                    "run; what stays so needs 'imagefactory adopt' or --on-unknown-outcome");
        }
        return abandoned.isEmpty()
                ? Finding.ok("claims", "none is left over")
                : Finding.warning(
                        "claims",
                        "a run that claimed " + named(abandoned) + " ended without sending, or without an answer",
                        "run; the next run finds out");
    }

    private static List<Build> pending(LedgerContents ledger, Predicate<Build> condition) {
        return ledger.pending().stream().filter(condition).toList();
    }

    private static String named(List<Build> builds) {
        return named(builds.stream().map(Build::imageId));
    }

    private static String named(Stream<@Nullable String> imageIds) {
        List<String> ids = imageIds.filter(Objects::nonNull).distinct().toList();
        String shown = String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())));
        return ids.size() <= SHOWN ? shown : shown + " and " + (ids.size() - SHOWN) + " more";
    }

    private Finding stalled(LedgerContents ledger) {
        List<Incident> stalled = policy.stallLimits().incidents(ledger.pending(), now);
        return stalled.isEmpty()
                ? Finding.ok(
                        "stalled", ReportText.counted(ledger.pending().size(), "build") + " under way, none stalled")
                : Finding.error(
                        "stalled", ExitCode.IMAGE_FAILED, Checkup.firstOf(stalled), "'imagefactory status' shows all");
    }

    private Finding ages(LedgerContents ledger, RenderedImages images) {
        if (images.images().isEmpty()) {
            return Finding.skipped("ages", "there are no images");
        }
        List<Incident> old = settings.ageLimits(null, null)
                .incidents(new ImagePlanner(policy).plan(images, ledger, ImageSelection.ALL, now), now);
        if (old.isEmpty()) {
            return Finding.ok("ages", "no image is older than its limit");
        }
        List<Incident> tooOld = old.stream()
                .filter(incident -> incident.kind() == Incident.Kind.TOO_OLD)
                .toList();
        String next = "'imagefactory status' shows all";
        return tooOld.isEmpty()
                ? Finding.warning("ages", Checkup.firstOf(old), next)
                : Finding.error("ages", ExitCode.IMAGE_FAILED, Checkup.firstOf(tooOld), next);
    }

    /** A run that finds nothing new writes nothing, so silence proves nothing; a sign of life does. */
    private Finding pipeline(LedgerContents ledger, @Nullable Duration expectedEvery) {
        List<Instant> signs = new ArrayList<>();
        for (Build build : ledger.builds()) {
            signs.add(build.order().claimedAt());
            signs.add(build.progress().since());
        }
        Optional<Instant> last = signs.stream().max(Instant::compareTo);
        String sign = last.map(at -> "the last trace of a run is of " + at).orElse("no run has left a trace yet");
        if (expectedEvery == null) {
            return Finding.skipped("pipeline", sign + "; --expected-every says how often one should");
        }
        return last.isPresent() && !last.get().isBefore(now.minus(expectedEvery))
                ? Finding.ok("pipeline", sign)
                : Finding.warning(
                        "pipeline",
                        sign + ", longer ago than " + inWords(expectedEvery)
                                + "; a run that finds nothing new leaves none",
                        "look into the pipeline's own list of runs");
    }

    private static String inWords(Duration duration) {
        return duration.toHours() > 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
    }
}
