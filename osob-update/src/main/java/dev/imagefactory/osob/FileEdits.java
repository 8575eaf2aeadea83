package dev.imagefactory.osob;

import dev.imagefactory.osob.ConsumerPlanner.Found;
import dev.imagefactory.osob.ReferenceDecision.State;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The edits of one file: names that move, with the dates beside them, as far as nothing else moves with them. */
final class FileEdits {
    private final ConsumerDocument document;
    private final OsobPolicy policy;
    private final LocalDate today;
    private final Function<Scalar, Optional<String>> held;

    /** All that the texts of names, and of the dates beside them, stand for. */
    private final Map<Scalar, List<Leaf>> leaves = new HashMap<>();

    private final Map<Leaf, Found> references = new LinkedHashMap<>();
    private final List<ReferenceDecision> decisions = new ArrayList<>();
    private final List<DateNotice> dates = new ArrayList<>();
    private final Map<Leaf, Found> moved = new LinkedHashMap<>();
    private final Map<Scalar, ScalarEdit> edits = new LinkedHashMap<>();
    private final Set<String> pointers = new TreeSet<>();
    private @Nullable ConsumerFile edited;

    /** @param held the texts that cannot move, each with the reason */
    private FileEdits(
            ConsumerDocument document,
            List<Found> found,
            OsobPolicy policy,
            LocalDate today,
            Function<Scalar, Optional<String>> held) {
        this.document = document;
        this.policy = policy;
        this.today = today;
        this.held = held;
        for (Found each : found) {
            leaves.put(each.leaf().scalar(), new ArrayList<>());
            dateBeside(each.leaf()).ifPresent(date -> leaves.put(date.scalar(), new ArrayList<>()));
        }
        for (Leaf leaf : document.leaves()) {
            @Nullable List<Leaf> alike = leaves.get(leaf.scalar());
            if (alike != null) {
                alike.add(leaf);
            }
        }
        found.forEach(each -> references.put(each.leaf(), each));
        for (Found each : found) {
            if (each.asked() && !isTemplate(each.leaf())) {
                ReferenceDecision decision = decide(each);
                decisions.add(decision);
                if (decision.state() == State.UPDATE) {
                    moved.put(each.leaf(), each);
                }
            }
        }
        moveNames();
        moveDates();
    }

    /** The edits by which as much moves as can; a text that cannot be edited as it is written stays. */
    static FileEdits of(ConsumerDocument document, List<Found> found, OsobPolicy policy, LocalDate today) {
        FileEdits all = new FileEdits(document, found, policy, today, scalar -> Optional.empty());
        Map<Scalar, String> stubborn = new HashMap<>();
        try {
            all.edited();
        } catch (ConsumerException e) {
            all.findStubborn(List.copyOf(all.edits.values()), stubborn);
        }
        return stubborn.isEmpty()
                ? all
                : new FileEdits(document, found, policy, today, scalar -> Optional.ofNullable(stubborn.get(scalar)));
    }

    /** The same with nothing moving. */
    static FileEdits ofNothing(ConsumerDocument document, List<Found> found, OsobPolicy policy, LocalDate today) {
        return new FileEdits(
                document,
                found,
                policy,
                today,
                scalar -> Optional.of("something is held back, and all or nothing was asked for"));
    }

    /** Finds the edits that cannot be made, by halves, since each look costs a proof. */
    private void findStubborn(List<ScalarEdit> some, Map<Scalar, String> stubborn) {
        Set<String> own = some.stream()
                .flatMap(edit -> leavesOf(edit.scalar()).stream())
                .map(Leaf::pointer)
                .collect(Collectors.toSet());
        try {
            document.edit(some, own);
        } catch (ConsumerException e) {
            if (some.size() == 1) {
                stubborn.put(some.get(0).scalar(), String.valueOf(e.getMessage()));
            } else {
                findStubborn(some.subList(0, some.size() / 2), stubborn);
                findStubborn(some.subList(some.size() / 2, some.size()), stubborn);
            }
        }
    }

    List<ReferenceDecision> decisions() {
        return decisions;
    }

    List<DateNotice> dates() {
        return dates;
    }

    /** The file as it shall be, made and proven once; empty where nothing of it moves. */
    Optional<ConsumerFile> edited() {
        if (edited == null && !edits.isEmpty()) {
            edited = document.edit(List.copyOf(edits.values()), pointers);
        }
        return Optional.ofNullable(edited);
    }

    /** A name moves only where all that it stands for move, to the same. */
    private ReferenceDecision decide(Found found) {
        ReferenceDecision decision = found.decision();
        if (decision.state() != State.UPDATE) {
            return decision;
        }
        Optional<String> hindrance = held.apply(found.leaf().scalar());
        if (hindrance.isPresent()) {
            return decision.held(hindrance.get());
        }
        List<String> others = leavesOf(found.leaf().scalar()).stream()
                .filter(leaf -> !isTemplate(leaf) && !movesTo(leaf, decision.to()))
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

    /**
     * Whether a value belongs to no queue and is there for others to take over by its anchor: it goes where they go.
     */
    private boolean isTemplate(Leaf leaf) {
        return queue(leaf).isEmpty()
                && leavesOf(leaf.scalar()).stream()
                        .anyMatch(other -> queue(other).isPresent());
    }

    private Optional<String> queue(Leaf leaf) {
        return leaf.nearest(policy.queueFields());
    }

    private String holder(Leaf leaf) {
        @Nullable Found found = references.get(leaf);
        return found == null ? leaf.pointer() : reference(found).holder();
    }

    private List<Leaf> leavesOf(Scalar scalar) {
        return leaves.getOrDefault(scalar, List.of());
    }

    private void moveNames() {
        for (Found found : moved.values()) {
            change(
                    found.leaf().scalar(),
                    reference(found).imageName(),
                    Objects.requireNonNull(found.decision().to()));
        }
    }

    private void change(Scalar scalar, String from, String to) {
        edits.put(scalar, new ScalarEdit(scalar, from, to));
        leavesOf(scalar).forEach(leaf -> pointers.add(leaf.pointer()));
    }

    /** Moves the dates beside names that move forward, and looks at all others. */
    private void moveDates() {
        Map<Scalar, Map<Leaf, List<Found>>> beside = new LinkedHashMap<>();
        for (Found found : references.values()) {
            Optional<Leaf> date = dateBeside(found.leaf());
            if (date.isPresent() && !isTemplate(found.leaf())) {
                beside.computeIfAbsent(date.get().scalar(), each -> new LinkedHashMap<>())
                        .computeIfAbsent(date.get(), each -> new ArrayList<>())
                        .add(found);
            }
        }
        beside.forEach((scalar, holders) -> {
            List<Found> all = holders.values().stream().flatMap(List::stream).toList();
            boolean anyMoves = all.stream().anyMatch(found -> moved.containsKey(found.leaf()) && !found.back());
            boolean allMove = all.stream().allMatch(found -> moved.containsKey(found.leaf()) && !found.back())
                    && leavesOf(scalar).stream().allMatch(leaf -> holders.containsKey(leaf) || isTemplate(leaf));
            if (anyMoves) {
                moveDate(scalar, holders, allMove);
            } else {
                holders.forEach((leaf, founds) -> founds.forEach(found -> noticeDue(found, leaf)));
            }
        });
    }

    /** @param holders the values that one text stands for, each with the references beside it */
    private void moveDate(Scalar scalar, Map<Leaf, List<Found>> holders, boolean allMove) {
        if (held.apply(scalar).isPresent()) {
            notice(holders, DateNotice.Kind.UNEDITABLE, scalar.value(), null);
            return;
        }
        List<Optional<LocalDate>> extended =
                holders.keySet().stream().map(this::extended).distinct().toList();
        Optional<LocalDate> to = extended.get(0);
        if (to.isEmpty() || extended.size() > 1 || !allMove) {
            DateNotice.Kind kind = extended.contains(Optional.<LocalDate>empty())
                    ? DateNotice.Kind.UNREADABLE
                    : DateNotice.Kind.SHARED;
            notice(holders, kind, scalar.value(), null);
            return;
        }
        String after = to.get().toString();
        if (!after.equals(scalar.value())) {
            change(scalar, scalar.value(), after);
            notice(holders, DateNotice.Kind.MOVED, after, scalar.value());
        }
        if (policy.requiredDates().isDue(to.get(), today)) {
            notice(holders, DateNotice.Kind.DUE, after, null);
        }
    }

    private Optional<Leaf> dateBeside(Leaf reference) {
        return reference.around(policy.requiredDates().required());
    }

    private void notice(Map<Leaf, List<Found>> holders, DateNotice.Kind kind, String date, @Nullable String previous) {
        holders.values().stream()
                .flatMap(List::stream)
                .filter(found -> moved.containsKey(found.leaf()))
                .forEach(found -> dates.add(new DateNotice(reference(found), kind, date, previous)));
    }

    /** Says what there is to know about a date that does not move. */
    private void noticeDue(Found found, Leaf leaf) {
        Optional<LocalDate> date = date(leaf);
        if (found.asked() && (date.isEmpty() || policy.requiredDates().isDue(date.get(), today))) {
            DateNotice.Kind kind = date.isEmpty() ? DateNotice.Kind.UNREADABLE : DateNotice.Kind.DUE;
            dates.add(new DateNotice(reference(found), kind, leaf.value(), null));
        }
    }

    private static Reference reference(Found found) {
        return found.decision().reference();
    }

    /** The date after an update; empty where it, or that of the removal, is none. */
    private Optional<LocalDate> extended(Leaf required) {
        Optional<Leaf> removal = required.around(policy.requiredDates().removal());
        Optional<LocalDate> end = removal.isEmpty() ? Optional.of(LocalDate.MAX) : date(removal.get());
        return end.flatMap(
                last -> date(required).map(date -> policy.requiredDates().extended(date, last)));
    }

    private static Optional<LocalDate> date(Leaf leaf) {
        try {
            return Optional.of(LocalDate.parse(leaf.value()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
