package dev.imagefactory.osob;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the leaves of a document while it is walked through, and ends what grows without bound. */
final class LeafCollector {
    /** Real files have some ten thousand. */
    static final int MAX_VALUES = 1_000_000;

    static final int MAX_DEPTH = 100;

    private final SourceText source;
    private final List<Leaf> leaves = new ArrayList<>();
    private int values;

    LeafCollector(SourceText source) {
        this.source = source;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /**
     * Begins a mapping or a list.
     *
     * @param offset where it stands, for messages
     */
    Level enter(@Nullable Level parent, String key, boolean mapping, int offset) {
        count(offset);
        Level level = new Level(parent, key, mapping);
        if (level.depth() > MAX_DEPTH) {
            throw source.problem(
                    offset,
                    "values are nested more than " + MAX_DEPTH + " deep",
                    "if an anchor contains itself, take it out");
        }
        return level;
    }

    void add(@Nullable Level level, String key, Scalar scalar) {
        count(scalar.start());
        Leaf leaf = new Leaf(level, key, scalar);
        leaves.add(leaf);
        if (level != null) {
            level.add(leaf);
        }
    }

    /** Counts what costs as much as a value. */
    void count(int offset) {
        values++;
        if (values > MAX_VALUES) {
            throw source.problem(
                    offset,
                    "with anchors and merge keys followed there are more than " + MAX_VALUES + " values",
                    "split the file, or leave it out by 'exclude'");
        }
    }
}
