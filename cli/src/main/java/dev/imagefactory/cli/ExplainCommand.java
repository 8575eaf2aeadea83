package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ImageAge;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.ImageSettings;
import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.RebuildPolicy;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.document.JsonDifference;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.problem.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = ExplainCommand.DESCRIPTION)
final class ExplainCommand extends InputCommand {
    static final String DESCRIPTION =
            "Tell all about one image: the plan's decision, what differs, what was built before";

    @ParametersDelegate
    SelectionOptions selection = new SelectionOptions();

    @ParametersDelegate
    AzureOptions azure = new AzureOptions();

    @Parameter(description = "IMAGE", required = true)
    String image = "";

    @Override
    public ExitCode run(Wiring wiring) {
        if (!selection.only.isEmpty() || !selection.exclude.isEmpty() || selection.all) {
            throw new UsageException("explain takes one image as its argument; leave out --only, --exclude and --all");
        }
        Settings settings = wiring.settings(input);
        RenderedImages images =
                wiring.versioned(wiring.renderQuietly(settings), settings, settings.secretVersions(selection), azure);
        PlanPolicy policy = settings.policy(selection);
        // Of all images, since what becomes of one may depend on others.
        RunReport plan = wiring.plan(settings, azure, images, ImageSelection.ALL, policy);
        PlannedImage decision = decisionAbout(plan.images());
        @Nullable RenderedImage rendered = decision.image();
        if (rendered != null) {
            wiring.console()
                    .problems(images.problems().stream()
                            .filter(problem -> isAbout(problem, rendered))
                            .toList());
        }
        Explanation explanation;
        try (BuildLedger ledger = wiring.ledgers(settings, azure).openToRead()) {
            explanation = Explanation.of(decision, ledger);
        }
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(InquiryJson.explanation(explanation, policy.failureRules()));
        } else {
            print(wiring.console(), explanation);
        }
        if (!settings.selection(selection).includes(decision.imageId())) {
            wiring.console().note("the configuration leaves this image out of plans and runs");
        }
        ReportText.printIncidents(
                wiring.console(),
                plan.incidents().stream()
                        .filter(incident -> decision.imageId().equals(incident.imageId()))
                        .toList(),
                plan.images());
        return ExitCode.OK;
    }

    /** By its id, or by a pattern that only one image matches; images whose definition is gone included. */
    private PlannedImage decisionAbout(List<PlannedImage> plan) {
        List<PlannedImage> exact =
                plan.stream().filter(each -> each.imageId().equals(image)).toList();
        List<PlannedImage> found = exact.isEmpty()
                ? plan.stream()
                        .filter(each -> ImageSelection.matches(image, each.imageId()))
                        .toList()
                : exact;
        if (found.isEmpty()) {
            List<String> ids = plan.stream().map(PlannedImage::imageId).toList();
            throw new UsageException("no image matches '" + image + "'; "
                    + NearestName.of(image, ids)
                            .map(id -> "did you mean '" + id + "'?")
                            .orElse("'imagefactory plan --all' lists the images"));
        }
        if (found.size() > 1) {
            throw new UsageException("explain tells about one image, but " + found.size() + " match '" + image + "': "
                    + found.get(0).imageId() + ", " + found.get(1).imageId() + (found.size() > 2 ? ", ..." : ""));
        }
        return found.get(0);
    }

    /** Whether a problem lies in an image's definition, or in defaults that it inherits. */
    private static boolean isAbout(Problem problem, RenderedImage image) {
        String file = problem.location().file();
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        boolean inDefaults =
                file.substring(folder.length()).toLowerCase(Locale.ROOT).startsWith("_defaults.");
        return file.equals(image.file()) || (inDefaults && image.file().startsWith(folder));
    }

    private static void print(Console console, Explanation explanation) {
        PlannedImage decision = explanation.decision();
        console.result(decision.imageId() + ": " + decision.action().id() + ", "
                + decision.reason().code().id());
        console.result("  " + decision.reason().message());
        if (decision.warning() != null) {
            console.result("  warning: " + decision.warning());
        }
        console.result("  makes " + String.join(", ", decision.imageNames()));
        if (decision.image() != null && decision.image().base() != null) {
            console.result("  is built upon " + decision.image().base());
        }
        if (decision.image() != null) {
            printSettings(console, decision.image().settings());
        }
        printDifferences(console, explanation);
        console.result(explanation.history().isEmpty() ? "never asked for" : "history");
        for (Build build : explanation.history()) {
            console.result(line(build));
        }
    }

    private static void printSettings(Console console, ImageSettings settings) {
        if (settings.owner() != null) {
            console.result("  is owned by " + settings.owner());
        }
        if (settings.ring() != null) {
            console.result("  is of the ring " + settings.ring());
        }
        RebuildPolicy rebuild = settings.rebuild();
        if (rebuild.after() != null) {
            console.result("  is built again after " + new ImageAge(rebuild.after()));
        }
        if (rebuild.patchTuesdayDelay() != null) {
            console.result("  is built again after Patch Tuesday"
                    + (rebuild.patchTuesdayDelay().isZero()
                            ? ""
                            : ", " + new ImageAge(rebuild.patchTuesdayDelay()) + " later"));
        }
        settings.silenced().forEach((code, reason) -> console.result("  silences " + code + ": " + reason));
    }

    private static void printDifferences(Console console, Explanation explanation) {
        @Nullable Build compared = explanation.compared();
        if (compared == null) {
            return;
        }
        String build = compared.state() == BuildState.SUCCEEDED ? "last success" : "last build";
        String from = "the " + build + ", of " + compared.order().claimedAt();
        if (explanation.differences().isEmpty()) {
            console.result("the payload is that of " + from);
            return;
        }
        console.result("what differs from " + from);
        for (JsonDifference difference : explanation.differences()) {
            console.result("  " + difference.pointer() + ": " + shown(difference.before()) + " -> "
                    + shown(difference.after()));
        }
    }

    private static String shown(@Nullable JsonValue value) {
        return value == null ? "nothing" : JsonText.compact(value);
    }

    private static String line(Build build) {
        @Nullable String trackingId = build.progress().trackingId();
        @Nullable String error = build.progress().error();
        return String.format(
                Locale.ROOT,
                "  %s  %s #%d  %s  %s since %s%s%s",
                build.order().claimedAt(),
                build.key()
                        .fingerprint()
                        .substring(0, Math.min(12, build.key().fingerprint().length())),
                build.key().attempt(),
                build.order().reason().id(),
                build.state().id(),
                build.progress().since(),
                trackingId == null ? "" : "  " + trackingId,
                error == null ? "" : "  " + error);
    }
}
