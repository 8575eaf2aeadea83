package dev.imagefactory.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagefactory.cli.Console.Colour;
import dev.imagefactory.osob.ConsumerFile;
import dev.imagefactory.osob.ConsumerUpdate;
import dev.imagefactory.osob.DateNotice;
import dev.imagefactory.osob.Proposal;
import dev.imagefactory.osob.ProposalResult;
import dev.imagefactory.osob.Reference;
import dev.imagefactory.osob.ReferenceDecision;
import dev.imagefactory.osob.ReferenceDecision.State;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.ImageAge;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the state of consumers is printed. */
final class OsobResults {
    private OsobResults() {}

    /**
     * Prints an update.
     *
     * @param proposal null where nothing is proposed
     * @param result what became of the proposal; null where it was not brought
     */
    static void print(
            Wiring wiring,
            InputOptions input,
            ConsumerUpdate update,
            @Nullable Proposal proposal,
            @Nullable ProposalResult result,
            Instant now) {
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(json(update, proposal, result, now));
            return;
        }
        Console console = wiring.console();
        update.references().forEach(decision -> console.result(colour(decision), line(decision, now)));
        for (DateNotice notice : update.dates()) {
            if (notice.kind() == DateNotice.Kind.MOVED) {
                console.note(line(notice));
            } else {
                console.warning(line(notice));
            }
        }
        update.nearMisses()
                .forEach(miss -> console.warning(miss.file() + ":" + miss.line() + "  '" + miss.text()
                        + "' looks like an image of " + miss.imageId() + " and does not fit " + miss.pattern()
                        + "; it is left as it is"));
        if (proposal != null && !proposal.files().isEmpty()) {
            console.result("");
            console.result(proposal.title());
            console.result("");
            proposal.text().lines().forEach(console::result);
        }
        if (result != null) {
            String place = result.place() == null ? "" : " " + result.place();
            String detail = result.detail().isEmpty() ? "" : ": " + result.detail();
            boolean stopped = result.state() == ProposalResult.State.TAKEN_OVER;
            console.result(stopped ? Colour.RED : Colour.NONE, result.state().id() + place + detail);
        }
        console.note(summary(update));
    }

    private static Colour colour(ReferenceDecision decision) {
        return switch (decision.state()) {
            case CURRENT -> Colour.NONE;
            case UPDATE -> Colour.GREEN;
            case HELD, DOWNGRADE -> Colour.YELLOW;
        };
    }

    private static String line(ReferenceDecision decision, Instant now) {
        Reference reference = decision.reference();
        @Nullable Build build = decision.build();
        String to = decision.to() == null || decision.to().equals(reference.imageName()) ? "" : " -> " + decision.to();
        String age = build == null ? "" : " (" + age(build, now) + ")";
        String why = decision.why() == null ? "" : "; " + decision.why();
        return String.format(
                "%-9s  %s:%d  %s  %s%s%s%s",
                decision.state().id(),
                reference.file(),
                reference.line(),
                reference.holder(),
                reference.imageName(),
                to,
                age,
                why);
    }

    private static ImageAge age(Build build, Instant now) {
        return ImageAge.between(build.order().claimedAt(), now);
    }

    private static String line(DateNotice notice) {
        Reference reference = notice.reference();
        String what = switch (notice.kind()) {
            case MOVED -> " moves from " + notice.previous();
            case DUE -> " is past or near";
            case SHARED -> " stays, since others share it that are not updated";
            case UNREADABLE -> " is no date such as 2026-11-10";
            case UNEDITABLE ->
                " stays, since it cannot be edited as it is written; write it in one piece, without escapes";
        };
        return reference.file() + ":" + reference.line() + "  " + reference.holder() + ": the required date "
                + notice.date() + what;
    }

    private static String summary(ConsumerUpdate update) {
        return update.references().size() + " references: "
                + update.in(State.CURRENT).size() + " current, "
                + update.in(State.UPDATE).size() + " to update, "
                + (update.in(State.HELD).size() + update.in(State.DOWNGRADE).size()) + " held back";
    }

    /** The lines that change, as {@code diff} shows them; an edit never adds or takes a line. */
    static void printDifferences(Wiring wiring, List<ConsumerFile> before, Proposal proposal) {
        Map<String, String> texts = new HashMap<>();
        before.forEach(file -> texts.put(file.path(), file.text()));
        for (ConsumerFile after : proposal.files()) {
            List<String> old = lines(texts.getOrDefault(after.path(), ""));
            List<String> now = lines(after.text());
            wiring.console().result("--- " + after.path());
            wiring.console().result("+++ " + after.path());
            for (int i = 0; i < now.size(); i++) {
                if (!now.get(i).equals(old.get(i))) {
                    wiring.console().result("@@ -" + (i + 1) + " +" + (i + 1) + " @@");
                    wiring.console().result(Colour.RED, "-" + old.get(i));
                    wiring.console().result(Colour.GREEN, "+" + now.get(i));
                }
            }
        }
    }

    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\n", -1));
    }

    private static String json(
            ConsumerUpdate update, @Nullable Proposal proposal, @Nullable ProposalResult result, Instant now) {
        ObjectNode root = ReportJson.root();
        ArrayNode references = root.putArray("references");
        for (ReferenceDecision decision : update.references()) {
            @Nullable Build build = decision.build();
            add(references.addObject(), decision.reference())
                    .put("state", decision.state().id())
                    .put("to", decision.to())
                    .put(
                            "builtAt",
                            build == null
                                    ? null
                                    : ReportJson.instant(build.progress().finishedAt()))
                    .put("age", build == null ? null : age(build, now).days())
                    .put("trackingId", build == null ? null : build.progress().trackingId())
                    .put("why", decision.why());
        }
        ArrayNode dates = root.putArray("dates");
        for (DateNotice notice : update.dates()) {
            add(dates.addObject(), notice.reference())
                    .put("kind", notice.kind().id())
                    .put("date", notice.date())
                    .put("previous", notice.previous());
        }
        ArrayNode misses = root.putArray("nearMisses");
        update.nearMisses()
                .forEach(miss -> misses.addObject()
                        .put("file", miss.file())
                        .put("line", miss.line())
                        .put("text", miss.text())
                        .put("imageId", miss.imageId())
                        .put("pattern", miss.pattern()));
        if (proposal != null) {
            ObjectNode node = root.putObject("proposal")
                    .put("key", proposal.key())
                    .put("content", proposal.content())
                    .put("title", proposal.title())
                    .put("text", proposal.text());
            ArrayNode files = node.putArray("files");
            proposal.files().forEach(file -> files.add(file.path()));
            if (result != null) {
                node.put("state", result.state().id())
                        .put("place", result.place())
                        .put("detail", result.detail());
            }
        }
        return ReportJson.text(root);
    }

    private static ObjectNode add(ObjectNode node, Reference reference) {
        return node.put("file", reference.file())
                .put("line", reference.line())
                .put("pointer", reference.pointer())
                .put("queue", reference.queue())
                .put("ring", reference.ring())
                .put("imageId", reference.imageId())
                .put("imageName", reference.imageName());
    }
}
