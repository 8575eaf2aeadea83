package dev.imagefactory.osob;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Short ways to documents and edits for tests. */
final class Documents {
    private Documents() {}

    static ConsumerDocument yaml(String text) {
        return ConsumerDocument.read(new ConsumerFile("queues.yaml", text));
    }

    static ConsumerDocument json(String text) {
        return ConsumerDocument.read(new ConsumerFile("queues.json", text));
    }

    static Leaf leaf(ConsumerDocument document, String pointer) {
        return document.leaves().stream()
                .filter(leaf -> leaf.pointer().equals(pointer))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + pointer + " in " + document.leaves()));
    }

    /** The text after a change of the value there, and of all the values by which the scalar is seen. */
    static String edited(ConsumerDocument document, String pointer, String from, String to) {
        Scalar scalar = leaf(document, pointer).scalar();
        return document.edit(List.of(new ScalarEdit(scalar, from, to)), everywhere(document, Set.of(scalar)))
                .text();
    }

    static Set<String> everywhere(ConsumerDocument document, Set<Scalar> scalars) {
        Set<String> pointers = new LinkedHashSet<>();
        for (Leaf leaf : document.leaves()) {
            if (scalars.contains(leaf.scalar())) {
                pointers.add(leaf.pointer());
            }
        }
        return pointers;
    }
}
