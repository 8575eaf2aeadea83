package dev.imagefactory.cli;

import java.util.Locale;

/** How a result is printed. */
enum OutputFormat {
    TEXT,
    JSON;

    /** The name as an option takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
