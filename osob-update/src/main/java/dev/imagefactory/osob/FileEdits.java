package dev.imagefactory.osob;

import dev.imagefactory.osob.ConsumerPlanner.Found;
import dev.imagefactory.osob.ReferenceDecision.State;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The edits of one file: names that move, with the dates beside them, as far as nothing else moves with them. */
final class FileEdits {
    private final ConsumerDocument document;
    private final RequiredDates requiredDates;
    private final LocalDate today;
    private final Map<Scalar, List<Leaf>> leaves = new HashMap<>();
    private final Map<Leaf, Found> references = new LinkedHashMap<>();
    private final List<ReferenceDecision> decisions = new ArrayList<>();
    private final List<DateNotice> dates = new ArrayList<>();
    private final List<ScalarEdit> edits = new ArrayList<>();
    private final Set<String> pointers = new TreeSet<>();

    /** @param moves whether anything moves at all */
    FileEdits(
            ConsumerDocument document, List<Found> found, RequiredDates requiredDates, LocalDate today, boolean moves) {
        this.document = document;
        this.requiredDates = requiredDates;
        this.today = today;
        document.leaves()
                .forEach(leaf -> leaves.computeIfAbsent(leaf.scalar(), each -> new ArrayList<>())
                        .add(leaf));
        found.forEach(each -> references.put(each.leaf(), each));
        Map<Leaf, Found> moved = new LinkedHashMap<>();
        for (Found each : found) {
            if (each.asked()) {
                ReferenceDecision decision = decide(each, moves);
                decisions.add(decision);
                if (decision.state() == State.UPDATE) {
                    moved.put(each.leaf(), each);
                }
            }
        }
        moveNames(moved.values());
        moveDates(moved);
    }

    List<ReferenceDecision> decisions() {
        return decisions;
    }

    List<DateNotice> dates() {
        return dates;
    }

    /** The file as it shall be; empty where nothing of it moves. */
    Optional<ConsumerFile> edited() {
        return edits.isEmpty() ? Optional.empty() : Optional.of(document.edit(edits, pointers));
    }

    /** A name moves only where all that it stands for move, to the same. */
    private ReferenceDecision decide(Found found, boolean moves) {
        ReferenceDecision decision = found.decision();
        if (decision.state() != State.UPDATE) {
            return decision;
        }
        if (!moves) {
            return decision.held("something is held back, and all or nothing was asked for");
        }
        List<String> others = leavesOf(found.leaf().scalar()).stream()
                .filter(leaf -> !movesTo(leaf, decision.to()))
                .map(this::holder)
                .distinct()
                .toList();
        return others.isEmpty()
                ? decision
                : decision.held("its text is shared, by an anchor or a merge key, with " + String.join(", ", others)
                        + ", which does not move to the same image");
    }

    private boolean movesTo(Leaf leaf, @Nullable String to) {
        @Nullable Found other = references.get(leaf);
        return other != null
                && other.asked()
                && other.decision().state() == State.UPDATE
                && Objects.equals(other.decision().to(), to);
    }

    private String holder(Leaf leaf) {
        @Nullable Found found = references.get(leaf);
        return found == null ? leaf.pointer() : found.decision().reference().holder();
    }

    private List<Leaf> leavesOf(Scalar scalar) {
        return leaves.getOrDefault(scalar, List.of());
    }

    private void moveNames(Collection<Found> moved) {
        Map<Scalar, Found> texts = new HashMap<>();
        for (Found found : moved) {
            pointers.add(found.leaf().pointer());
            if (texts.putIfAbsent(found.leaf().scalar(), found) == null) {
                edits.add(new ScalarEdit(
                        found.leaf().scalar(),
                        found.decision().reference().imageName(),
                        Objects.requireNonNull(found.decision().to())));
            }
        }
    }

    /** Moves the dates beside names that move, and looks at all others. */
    private void moveDates(Map<Leaf, Found> moved) {
        Map<Scalar, Map<Leaf, Found>> beside = new LinkedHashMap<>();
        for (Found found : references.values()) {
            Optional<Leaf> date = found.leaf().around(requiredDates.required());
            if (date.isPresent() && moved.containsKey(found.leaf())) {
                beside.computeIfAbsent(date.get().scalar(), each -> new LinkedHashMap<>())
                        .put(date.get(), found);
            } else if (date.isPresent() && found.asked()) {
                notice(found, date.get());
            }
        }
        beside.values().forEach(this::moveDate);
    }

    /** @param holders the values that one text stands for, each with the reference that moves */
    private void moveDate(Map<Leaf, Found> holders) {
        Leaf first = holders.keySet().iterator().next();
        List<Optional<LocalDate>> extended = holders.keySet().stream()
                .map(leaf -> date(leaf).map(date -> requiredDates.extended(date, removal(leaf))))
                .distinct()
                .toList();
        boolean shared = extended.size() > 1 || !holders.keySet().containsAll(leavesOf(first.scalar()));
        Optional<LocalDate> to = extended.get(0);
        if (to.isEmpty() || shared) {
            DateNotice.Kind kind = to.isEmpty() ? DateNotice.Kind.UNREADABLE : DateNotice.Kind.SHARED;
            holders.forEach((leaf, found) -> dates.add(new DateNotice(reference(found), kind, leaf.value(), null)));
            return;
        }
        String before = first.value();
        String after = to.get().toString();
        if (!after.equals(before)) {
            edits.add(new ScalarEdit(first.scalar(), before, after));
        }
        holders.forEach((leaf, found) -> {
            if (!after.equals(before)) {
                pointers.add(leaf.pointer());
                dates.add(new DateNotice(reference(found), DateNotice.Kind.MOVED, after, before));
            }
            if (requiredDates.isDue(to.get(), today)) {
                dates.add(new DateNotice(reference(found), DateNotice.Kind.DUE, after, null));
            }
        });
    }

    /** Says what there is to know about a date that does not move. */
    private void notice(Found found, Leaf leaf) {
        Optional<LocalDate> date = date(leaf);
        if (date.isEmpty() || requiredDates.isDue(date.get(), today)) {
            DateNotice.Kind kind = date.isEmpty() ? DateNotice.Kind.UNREADABLE : DateNotice.Kind.DUE;
            dates.add(new DateNotice(reference(found), kind, leaf.value(), null));
        }
    }

    private static Reference reference(Found found) {
        return found.decision().reference();
    }

    private LocalDate removal(Leaf date) {
        return date.sibling(requiredDates.removal()).flatMap(FileEdits::date).orElse(LocalDate.MAX);
    }

    private static Optional<LocalDate> date(Leaf leaf) {
        try {
            return Optional.of(LocalDate.parse(leaf.value()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
