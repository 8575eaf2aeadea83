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
    private static final Pattern NAME = Pattern.compile("(?:.*/images/)?([^/\\s]+)", Pattern.CASE_INSENSITIVE);

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
     */
    record Found(Leaf leaf, ReferenceDecision decision, boolean asked) {}

    private record FileReferences(ConsumerDocument document, List<Found> found) {}

    /**
     * Plans the update of some files.
     *
     * @throws ConsumerException where a file cannot be read as YAML or JSON, a text may be the name of several images,
     *     or an edit would change anything else
     */
    public ConsumerUpdate plan(List<ConsumerFile> files) {
        List<String> ambiguous = new ArrayList<>();
        Set<NearMiss> nearMisses = new LinkedHashSet<>();
        List<FileReferences> references = new ArrayList<>();
        for (ConsumerFile file : files) {
            if (policy.reads(file.path()) && names.mayStandIn(file.text())) {
                ConsumerDocument document = ConsumerDocument.read(file);
                references.add(new FileReferences(document, references(file.path(), document, ambiguous, nearMisses)));
            }
        }
        if (!ambiguous.isEmpty()) {
            throw new ConsumerException(
                    String.join("\n", ambiguous)
                            + "\ngive the images names that differ in more than variables, or leave the fields out by 'fields'");
        }
        List<ReferenceDecision> decisions = new ArrayList<>();
        List<DateNotice> dates = new ArrayList<>();
        List<ConsumerFile> changed = new ArrayList<>();
        boolean holdsAll = policy.allOrNothing()
                && references.stream()
                        .flatMap(each -> each.found.stream())
                        .anyMatch(found -> found.asked && found.decision.isHeldBack());
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        references.forEach(each -> {
            FileEdits edits = new FileEdits(each.document, each.found, policy.requiredDates(), today, !holdsAll);
            decisions.addAll(edits.decisions());
            dates.addAll(edits.dates());
            edits.edited().ifPresent(changed::add);
        });
        return new ConsumerUpdate(decisions, dates, changed, List.copyOf(nearMisses), holdsAll);
    }

    private List<Found> references(
            String path, ConsumerDocument document, List<String> ambiguous, Set<NearMiss> nearMisses) {
        List<Found> found = new ArrayList<>();
        Map<String, Optional<Named>> known = new LinkedHashMap<>();
        for (Leaf leaf : document.leaves()) {
            Matcher name = NAME.matcher(leaf.scalar().value());
            if (!policy.mayRefer(leaf.field()) || !name.matches()) {
                continue;
            }
            try {
                Optional<Named> named = known.computeIfAbsent(name.group(1), names::find);
                if (named.isPresent()) {
                    found.add(decide(path, leaf, name.group(1), named.get()));
                } else {
                    int line = leaf.scalar().line();
                    names.nearly(name.group(1))
                            .map(near -> new NearMiss(
                                    path, line, name.group(1), near.imageId(), String.valueOf(near.pattern())))
                            .ifPresent(nearMisses::add);
                }
            } catch (AmbiguousNameException e) {
                ambiguous.add(path + ":" + leaf.scalar().line() + ": " + e.getMessage());
            }
        }
        return found;
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
        Instant builtBefore = now.minus(ring.map(Ring::soak).orElse(Duration.ZERO));
        return new Found(leaf, decide(reference, named, offer(named.imageId(), builtBefore)), asked);
    }

    private Offer offer(String imageId, Instant builtBefore) {
        if (mapping == null) {
            return offers.latest(imageId, builtBefore);
        }
        Optional<String> promoted = mapping.names(imageId).stream().findFirst();
        return promoted.map(name -> offers.named(imageId, name, builtBefore)).orElse(new Offer(null, "not promoted"));
    }

    private ReferenceDecision decide(Reference reference, Named named, Offer offer) {
        @Nullable Build build = offer.build();
        if (build == null) {
            String why = offer.behind() == null ? "no build of it succeeded" : offer.behind();
            return new ReferenceDecision(reference, State.HELD, null, null, why);
        }
        Optional<String> to = ImageNames.nameOf(build, named);
        if (to.isEmpty()) {
            String made = String.join(", ", build.order().imageNames());
            return new ReferenceDecision(
                    reference, State.HELD, build, null, "which of its names is meant is not clear: " + made);
        }
        if (to.get().equalsIgnoreCase(reference.imageName())) {
            State state = offer.behind() == null ? State.CURRENT : State.HELD;
            return new ReferenceDecision(reference, state, build, to.get(), offer.behind());
        }
        boolean refused = !policy.allowDowngrade() && isDowngrade(reference, named, build, to.get());
        return new ReferenceDecision(
                reference, refused ? State.DOWNGRADE : State.UPDATE, build, to.get(), offer.behind());
    }

    /** By the versions in the names; where they say nothing, by which was built first. */
    private boolean isDowngrade(Reference reference, Named named, Build build, String to) {
        if (offers.isTakenBack(reference.imageId(), reference.imageName())) {
            return false;
        }
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
