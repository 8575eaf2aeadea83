package dev.imagefactory.osob;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mapping or a list of a resolved document; the list of the documents of a file is one, too. */
final class Level {
    private final @Nullable Level parent;
    private final String key;
    private final boolean mapping;
    private final int depth;
    private final List<Leaf> leaves = new ArrayList<>();

    /** The leaves by lower-case key; made when it is first asked for. */
    private @Nullable Map<String, Leaf> byKey;

    /**
     * A mapping or list.
     *
     * @param parent what it stands in; null for the outermost
     * @param key its key or index there
     */
    Level(@Nullable Level parent, String key, boolean mapping) {
        this.parent = parent;
        this.key = key;
        this.mapping = mapping;
        this.depth = parent == null ? 1 : parent.depth + 1;
    }

    /** The JSON pointer of what stands in it under the key. */
    String pointer(String below) {
        String own = parent == null ? "" : parent.pointer(key);
        return own + "/" + below.replace("~", "~0").replace("/", "~1");
    }

    @Nullable
    Level parent() {
        return parent;
    }

    String key() {
        return key;
    }

    boolean isMapping() {
        return mapping;
    }

    /** How many levels there are down to this one, itself included. */
    int depth() {
        return depth;
    }

    void add(Leaf leaf) {
        leaves.add(leaf);
    }

    /**
     * The value with this key in a mapping; of those that differ in case only, the one in the same case, or the first.
     */
    Optional<Leaf> leaf(String wanted) {
        if (!mapping) {
            return Optional.empty();
        }
        if (byKey == null) {
            byKey = new HashMap<>();
            for (Leaf leaf : leaves) {
                byKey.putIfAbsent(leaf.key().toLowerCase(Locale.ROOT), leaf);
            }
        }
        Leaf found = byKey.get(wanted.toLowerCase(Locale.ROOT));
        if (found == null || found.key().equals(wanted)) {
            return Optional.ofNullable(found);
        }
        return leaves.stream()
                .filter(leaf -> leaf.key().equals(wanted))
                .findFirst()
                .or(() -> Optional.of(found));
    }
}
