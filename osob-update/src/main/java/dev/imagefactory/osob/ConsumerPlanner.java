package dev.imagefactory.osob;

import dev.imagefactory.osob.ImageNames.AmbiguousNameException;
import dev.imagefactory.osob.ImageNames.Named;
import dev.imagefactory.osob.Offers.Offer;
import dev.imagefactory.osob.ReferenceDecision.State;
import dev.imagefactory.planner.Build;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which references of a consumer move, and makes its files as they shall be.
 *
 * <p>A reference moves to an image whose build succeeded, and only forward unless the policy allows otherwise. What is
 * edited is the name and nothing else, and the date beside it. Where a name stands for several references, by an anchor
 * or a merge key, it moves only if all of them do. Touches no file, clock or network; safe for concurrent use.
 */
public final class ConsumerPlanner {
    /** A name by itself, or at the end of a resource id. */
    private static final Pattern NAME = Pattern.compile("\\s*(?:.*/images/)?([^/\\s]+)\\s*", Pattern.CASE_INSENSITIVE);

    /** What may be a name within a longer text. */
    private static final Pattern SEPARATOR = Pattern.compile("[/\\s]+");

    private static final int LONGEST_TEXT = 1000;

    private final ImageNames names;
    private final Offers offers;
    private final @Nullable ImageMapping mapping;
    private final OsobPolicy policy;
    private final Instant now;

    /**
     * @param names which image a text names
     * @param offers what consumers can have
     * @param mapping which of them was promoted; null where all that succeeded are
     * @param policy where references are looked for, and how they move
     * @param now the present
     */
    public ConsumerPlanner(
            ImageNames names, Offers offers, @Nullable ImageMapping mapping, OsobPolicy policy, Instant now) {
        this.names = names;
        this.offers = offers;
        this.mapping = mapping;
        this.policy = policy;
        this.now = now;
    }

    /**
     * A reference with the place where its name stands.
     *
     * @param asked whether it is among those that move
     * @param back whether it goes back to an earlier version
     */
    record Found(Leaf leaf, ReferenceDecision decision, boolean asked, boolean back) {}

    private record FileReferences(ConsumerDocument document, List<Found> found) {}

    /**
     * Plans the update of some files.
     *
     * @throws ConsumerException where a file cannot be read as YAML or JSON, a text may be the name of several images,
     *     or an edit would change anything else
     */
    public ConsumerUpdate plan(List<ConsumerFile> files) {
        List<String> unreadable = new ArrayList<>();
        List<String> ambiguous = new ArrayList<>();
        Set<NearMiss> nearMisses = new LinkedHashSet<>();
        List<FileReferences> references = new ArrayList<>();
        for (ConsumerFile file : files) {
            if (policy.reads(file.path()) && names.mayStandIn(file.text()) && !isMapping(file)) {
                try {
                    ConsumerDocument document = ConsumerDocument.read(file);
                    List<Found> found = references(file.path(), document, ambiguous, nearMisses);
                    if (!found.isEmpty()) {
                        references.add(new FileReferences(document, found));
                    }
                } catch (ConsumerException e) {
                    unreadable.add(String.valueOf(e.getMessage()));
                }
            }
        }
        if (!unreadable.isEmpty()) {
            throw new ConsumerException(
                    String.join("\n", unreadable) + "\ncorrect these files, or leave them out by 'exclude'");
        }
        if (!ambiguous.isEmpty()) {
            throw new ConsumerException(
                    String.join("\n", ambiguous)
                            + "\ngive the images names that differ in more than variables, or leave the fields out by 'fields'");
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<FileEdits> edits = references.stream()
                .map(each -> FileEdits.of(each.document, each.found, policy, today))
                .toList();
        boolean holdsAll = policy.allOrNothing()
                && edits.stream().flatMap(each -> each.decisions().stream()).anyMatch(ReferenceDecision::isHeldBack);
        if (holdsAll) {
            edits = references.stream()
                    .map(each -> FileEdits.ofNothing(each.document, each.found, policy, today))
                    .toList();
        }
        return new ConsumerUpdate(
                edits.stream().flatMap(each -> each.decisions().stream()).toList(),
                edits.stream().flatMap(each -> each.dates().stream()).toList(),
                edits.stream().flatMap(each -> each.edited().stream()).toList(),
                List.copyOf(nearMisses),
                holdsAll);
    }

    /** Whether a file is a mapping of promoted versions, which only a promotion changes. */
    private boolean isMapping(ConsumerFile file) {
        if (!file.path().toLowerCase(Locale.ROOT).endsWith(".json")) {
            return false;
        }
        try {
            List<String> imageIds = ImageMapping.parse(file.text(), file.path()).imageIds();
            return !imageIds.isEmpty() && imageIds.stream().allMatch(names::knows);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private List<Found> references(
            String path, ConsumerDocument document, List<String> ambiguous, Set<NearMiss> nearMisses) {
        List<Found> found = new ArrayList<>();
        Map<String, Optional<Named>> known = new LinkedHashMap<>();
        for (Leaf leaf : document.leaves()) {
            String text = leaf.scalar().value();
            if (text.length() > LONGEST_TEXT || !names.mayStandIn(text) || !policy.mayRefer(leaf.field())) {
                continue;
            }
            Matcher name = NAME.matcher(text);
            try {
                Optional<Named> named =
                        name.matches() ? known.computeIfAbsent(name.group(1), names::find) : Optional.empty();
                if (named.isPresent()) {
                    found.add(decide(path, leaf, name.group(1), named.get()));
                } else {
                    nearMiss(text)
                            .ifPresent(near -> nearMisses.add(new NearMiss(
                                    path, leaf.scalar().line(), text, near.imageId(), String.valueOf(near.pattern()))));
                }
            } catch (AmbiguousNameException e) {
                ambiguous.add(path + ":" + leaf.scalar().line() + ": " + e.getMessage());
            }
        }
        return found;
    }

    private Optional<Named> nearMiss(String text) {
        return SEPARATOR
                .splitAsStream(text)
                .flatMap(part -> names.nearly(part).stream())
                .findFirst();
    }

    private Found decide(String file, Leaf leaf, String name, Named named) {
        @Nullable String queue = leaf.nearest(policy.queueFields()).orElse(null);
        Optional<Ring> ring = policy.ringOf(file, queue);
        Reference reference = new Reference(
                file,
                leaf.scalar().line(),
                leaf.pointer(),
                queue,
                ring.map(Ring::name).or(() -> offers.ringOf(named.imageId())).orElse(null),
                named.imageId(),
                name);
        boolean asked = policy.only() == null || Objects.equals(policy.only(), reference.ring());
        Duration soak =
                ring.or(() -> policy.named(reference.ring())).map(Ring::soak).orElse(Duration.ZERO);
        ReferenceDecision decision = decide(reference, named, offer(named, now.minus(soak)));
        boolean back = decision.build() != null
                && decision.to() != null
                && isBack(reference, named, decision.build(), decision.to());
        boolean refused = decision.state() == State.UPDATE
                && back
                && !policy.allowDowngrade()
                && !offers.isTakenBack(reference.imageId(), reference.imageName());
        return new Found(leaf, refused ? decision.refused() : decision, asked, back);
    }

    private Offer offer(Named named, Instant builtBefore) {
        if (mapping == null) {
            return offers.latest(named.imageId(), builtBefore);
        }
        List<String> promoted = mapping.names(named.imageId());
        if (promoted.isEmpty()) {
            return new Offer(null, "not promoted");
        }
        Optional<String> name = ImageNames.fitting(promoted, named);
        return name.map(each -> offers.named(named.imageId(), each, builtBefore))
                .orElse(new Offer(null, "which promoted name is meant is not clear: " + String.join(", ", promoted)));
    }

    private ReferenceDecision decide(Reference reference, Named named, Offer offer) {
        @Nullable Build build = offer.build();
        if (build == null) {
            String why = offer.behind() == null ? "no build of it succeeded" : offer.behind();
            return new ReferenceDecision(reference, State.HELD, null, null, why);
        }
        Optional<String> to = ImageNames.fitting(
                mapping == null ? build.order().imageNames() : mapping.names(named.imageId()), named);
        if (to.isEmpty()) {
            String made = String.join(", ", build.order().imageNames());
            return new ReferenceDecision(
                    reference, State.HELD, build, null, "which of its names is meant is not clear: " + made);
        }
        if (to.get().equalsIgnoreCase(reference.imageName())) {
            State state = offer.behind() == null ? State.CURRENT : State.HELD;
            return new ReferenceDecision(reference, state, build, to.get(), offer.behind());
        }
        return new ReferenceDecision(reference, State.UPDATE, build, to.get(), offer.behind());
    }

    /** By the versions in the names; where they say nothing, by which was built first. */
    private boolean isBack(Reference reference, Named named, Build build, String to) {
        int byName = names.find(to)
                .map(target -> NameOrder.compare(named.slots(), target.slots()))
                .orElse(0);
        return byName == 0
                ? offers.madeBy(reference.imageId(), reference.imageName())
                        .filter(present -> offers.isEarlier(build, present))
                        .isPresent()
                : byName > 0;
    }
}
