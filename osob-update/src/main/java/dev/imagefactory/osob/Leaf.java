package dev.imagefactory.osob;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A scalar value of a document whose anchors, aliases and merge keys were followed. Keys are no leaves. */
final class Leaf {
    private final @Nullable Level level;
    private final String key;
    private final Scalar scalar;

    /**
     * A value.
     *
     * @param level the mapping or list it stands in; null where it is the whole document
     * @param key its key or index there
     */
    Leaf(@Nullable Level level, String key, Scalar scalar) {
        this.level = level;
        this.key = key;
        this.scalar = scalar;
    }

    /**
     * Where it stands in the resolved document, as a JSON pointer (RFC 6901). With several documents in one file it
     * begins with the document's index.
     */
    String pointer() {
        return level == null ? "" : level.pointer(key);
    }

    /** Where it stands in the text. */
    Scalar scalar() {
        return scalar;
    }

    String value() {
        return scalar.value();
    }

    /** Its key in its mapping. */
    String key() {
        return key;
    }

    /** The nearest key that names it; in a list, the list's. Empty where there is none. */
    String field() {
        String name = key;
        for (Level at = level; at != null; at = at.parent()) {
            if (at.isMapping()) {
                return name;
            }
            name = at.key();
        }
        return "";
    }

    /**
     * The value beside it: of the innermost mapping around it.
     *
     * @param key without regard to case
     */
    Optional<Leaf> sibling(String key) {
        for (Level at = level; at != null; at = at.parent()) {
            if (at.isMapping()) {
                return at.leaf(key);
            }
        }
        return Optional.empty();
    }

    /**
     * The value with a key of the innermost mapping around it that has it, as far out as there is no list between.
     *
     * @param wanted without regard to case
     */
    Optional<Leaf> around(String wanted) {
        boolean inMapping = false;
        for (Level at = level; at != null && (at.isMapping() || !inMapping); at = at.parent()) {
            inMapping |= at.isMapping();
            Optional<Leaf> found = at.leaf(wanted).filter(leaf -> leaf != this);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * The value of the first of the keys that is found in the innermost mapping around it that has any of them, this
     * very value apart.
     *
     * @param keys without regard to case
     */
    Optional<String> nearest(List<String> keys) {
        for (Level at = level; at != null; at = at.parent()) {
            for (String wanted : keys) {
                Optional<Leaf> found = at.leaf(wanted).filter(leaf -> leaf != this);
                if (found.isPresent()) {
                    return found.map(Leaf::value);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return pointer() + " = " + value();
    }
}
