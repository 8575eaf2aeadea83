package dev.imagefactory.osob;

import dev.imagefactory.template.ImageIdPattern;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where references to images are looked for, and how they move.
 *
 * @param files patterns of the paths of the files that count; empty for all
 * @param exclude patterns of the paths of files that do not count all the same
 * @param fields the keys whose values may be references, without regard to case; empty for all
 * @param queueFields the keys whose value names a queue, without regard to case, the most telling first
 * @param rings a queue belongs to the first that holds it
 * @param requiredDates how the dates beside a reference move
 * @param productNames what release notes call the product whose version a variable is, by the variable
 * @param allowDowngrade whether a reference may go back to an earlier version
 * @param allOrNothing whether nothing moves while anything is held back
 * @param only the ring that moves; null for all queues
 */
public record OsobPolicy(
        List<ImageIdPattern> files,
        List<ImageIdPattern> exclude,
        List<String> fields,
        List<String> queueFields,
        List<Ring> rings,
        RequiredDates requiredDates,
        SortedMap<String, String> productNames,
        boolean allowDowngrade,
        boolean allOrNothing,
        @Nullable String only) {
    /** All files and fields, no rings; queues are named by {@code QueueName}, {@code Queue} or {@code Name}. */
    public static final OsobPolicy DEFAULT = new OsobPolicy(
            List.of(),
            List.of(),
            List.of(),
            List.of("QueueName", "Queue", "Name"),
            List.of(),
            RequiredDates.DEFAULT,
            new TreeMap<>(),
            false,
            false,
            null);

    public OsobPolicy {
        files = List.copyOf(files);
        exclude = List.copyOf(exclude);
        fields = List.copyOf(fields);
        queueFields = List.copyOf(queueFields);
        rings = List.copyOf(rings);
        productNames = Collections.unmodifiableSortedMap(new TreeMap<>(productNames));
    }

    /** The same for one ring; for all queues where that is null. */
    public OsobPolicy only(@Nullable String ring) {
        return with(allowDowngrade, allOrNothing, ring);
    }

    /** The same with references going back, too. */
    public OsobPolicy allowingDowngrade() {
        return with(true, allOrNothing, only);
    }

    /** The same with nothing moving while anything is held back, or with moving what can. */
    public OsobPolicy allOrNothing(boolean whole) {
        return with(allowDowngrade, whole, only);
    }

    private OsobPolicy with(boolean downgrade, boolean whole, @Nullable String ring) {
        return new OsobPolicy(
                files, exclude, fields, queueFields, rings, requiredDates, productNames, downgrade, whole, ring);
    }

    boolean reads(String file) {
        return (files.isEmpty() || files.stream().anyMatch(pattern -> pattern.matches(file)))
                && exclude.stream().noneMatch(pattern -> pattern.matches(file));
    }

    boolean mayRefer(String field) {
        return fields.isEmpty() || fields.stream().anyMatch(field::equalsIgnoreCase);
    }

    /** The ring of a name, for what says of itself to which it belongs. */
    Optional<Ring> named(@Nullable String ring) {
        return rings.stream().filter(each -> each.name().equals(ring)).findFirst();
    }

    Optional<Ring> ringOf(String file, @Nullable String queue) {
        return rings.stream().filter(ring -> ring.holds(file, queue)).findFirst();
    }
}
