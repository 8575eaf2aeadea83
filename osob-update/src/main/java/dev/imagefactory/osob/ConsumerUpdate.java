package dev.imagefactory.osob;

import java.util.List;

/**
 * What an update of a consumer changes, what not, and why.
 *
 * @param references all references in question, by file and line
 * @param dates what there is to know about the dates beside them
 * @param files those that change, whole, as they will be
 * @param nearMisses texts that may have been meant as references
 * @param heldAsAWhole whether nothing moves because all or nothing was asked for
 */
public record ConsumerUpdate(
        List<ReferenceDecision> references,
        List<DateNotice> dates,
        List<ConsumerFile> files,
        List<NearMiss> nearMisses,
        boolean heldAsAWhole) {
    public ConsumerUpdate {
        references = List.copyOf(references);
        dates = List.copyOf(dates);
        files = List.copyOf(files);
        nearMisses = List.copyOf(nearMisses);
    }

    /** The references in a state. */
    public List<ReferenceDecision> in(ReferenceDecision.State state) {
        return references.stream().filter(each -> each.state() == state).toList();
    }

    /** The references that do not name, or will not name, what their definitions want now. */
    public List<ReferenceDecision> heldBack() {
        return references.stream().filter(ReferenceDecision::isHeldBack).toList();
    }
}
