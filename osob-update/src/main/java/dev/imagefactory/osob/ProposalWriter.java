package dev.imagefactory.osob;

import dev.imagefactory.osob.Proposal.Review;
import dev.imagefactory.osob.ReferenceDecision.State;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the proposal of an update: its text is made from what changes and nothing else, so that it cannot say anything
 * that the files do not.
 */
public final class ProposalWriter {
    private final OsobPolicy policy;
    private final ImageNames names;
    private final String key;
    private final @Nullable String title;
    private final Review review;

    /**
     * @param names which image a text names
     * @param key of all proposals to this consumer, to which the ring is added; see {@link Proposal#key}
     * @param title of all proposals; null for one that says what moves
     */
    public ProposalWriter(OsobPolicy policy, ImageNames names, String key, @Nullable String title, Review review) {
        this.policy = policy;
        this.names = names;
        this.key = key;
        this.title = title;
        this.review = review;
    }

    /** Writes the proposal; the same for the same update. */
    public Proposal write(ConsumerUpdate update) {
        return new Proposal(key(), content(update), title(update), text(update), update.files(), review);
    }

    private String key() {
        @Nullable String ring = policy.only();
        if (ring == null) {
            return key;
        }
        String plain =
                ring.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        // Two rings of alike names must not share a branch.
        return plain.equals(ring)
                ? key + "-" + plain
                : key + "-" + (plain.isEmpty() ? "" : plain + "-")
                        + sha256(ring).substring(0, 8);
    }

    /** Which name replaces which, wherever. */
    private static String content(ConsumerUpdate update) {
        String moves = update.in(State.UPDATE).stream()
                .map(move ->
                        move.reference().imageId() + "\0" + move.reference().imageName() + "\0" + move.to())
                .distinct()
                .sorted()
                .collect(Collectors.joining("\0\0"));
        return sha256(moves);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String title(ConsumerUpdate update) {
        if (title != null) {
            return title;
        }
        List<String> notes = ReleaseNotes.of(update, policy, names);
        if (notes.size() == 1) {
            return notes.get(0);
        }
        long images = update.in(State.UPDATE).stream()
                .map(move -> move.reference().imageId())
                .distinct()
                .count();
        String ring = policy.only() == null ? "" : " of " + policy.only();
        return "Update " + images + (images == 1 ? " image" : " images") + ring;
    }

    private String text(ConsumerUpdate update) {
        StringBuilder text = new StringBuilder();
        if (update.in(State.UPDATE).isEmpty()) {
            text.append("Nothing is left to update.\n");
        }
        ReleaseNotes.of(update, policy, names)
                .forEach(note -> text.append("- ").append(note).append('\n'));
        appendMoves(text, update);
        appendSection(text, "Queues", queues(update));
        appendSection(text, "Held back", heldBack(update));
        appendSection(text, "Dates", dates(update));
        return text.toString();
    }

    private static void appendMoves(StringBuilder text, ConsumerUpdate update) {
        List<String> rows = update.in(State.UPDATE).stream()
                .map(ProposalWriter::row)
                .distinct()
                .sorted()
                .toList();
        if (!rows.isEmpty()) {
            text.append("\n| image | from | to | built | log | tracking id |\n|---|---|---|---|---|---|\n");
            rows.forEach(row -> text.append(row).append('\n'));
        }
    }

    private static String row(ReferenceDecision move) {
        Reference reference = move.reference();
        BuildFacts facts = BuildFacts.of(Objects.requireNonNull(move.build()));
        return "| " + Markdown.code(reference.imageId()) + " | " + Markdown.code(reference.imageName()) + " | "
                + Markdown.code(String.valueOf(move.to())) + " | " + facts.built() + " | " + facts.log() + " | "
                + facts.trackingId() + " |";
    }

    private static void appendSection(StringBuilder text, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("\n### ").append(heading).append('\n').append('\n');
            lines.forEach(line -> text.append("- ").append(line).append('\n'));
        }
    }

    private static List<String> queues(ConsumerUpdate update) {
        return update.in(State.UPDATE).stream()
                .collect(Collectors.groupingBy(
                        move -> move.reference().file(),
                        TreeMap::new,
                        Collectors.mapping(move -> move.reference().holder(), Collectors.toCollection(TreeSet::new))))
                .entrySet()
                .stream()
                .map(file -> file.getValue().stream()
                        .map(Markdown::code)
                        .collect(Collectors.joining(", ", Markdown.code(file.getKey()) + ": ", "")))
                .toList();
    }

    private static List<String> heldBack(ConsumerUpdate update) {
        return update.heldBack().stream()
                .map(ProposalWriter::heldBack)
                .distinct()
                .toList();
    }

    private static String heldBack(ReferenceDecision held) {
        Reference reference = held.reference();
        String name = held.state() == State.UPDATE ? String.valueOf(held.to()) : reference.imageName();
        String why = held.state() == State.DOWNGRADE
                ? Markdown.code(String.valueOf(held.to())) + " is an earlier version, and going back was not allowed"
                : Markdown.code(String.valueOf(held.why()));
        return Markdown.code(reference.imageId()) + (held.state() == State.UPDATE ? " goes to " : " stays on ")
                + Markdown.code(name) + ": " + why;
    }

    private static List<String> dates(ConsumerUpdate update) {
        return update.dates().stream().map(ProposalWriter::date).distinct().toList();
    }

    private static String date(DateNotice notice) {
        String date = Markdown.code(notice.date());
        String queue = Markdown.code(notice.reference().holder()) + " must be updated by ";
        return switch (notice.kind()) {
            case MOVED -> queue + date + ", so far " + Markdown.code(String.valueOf(notice.previous()));
            case DUE -> queue + date + ", which is past or near";
            case SHARED -> queue + date + ", which stays: others share it that are not updated";
            case UNREADABLE -> queue + date + ", which is no date";
            case UNEDITABLE -> queue + date + ", which stays: it cannot be edited as it is written";
        };
    }
}
