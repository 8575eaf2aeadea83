package dev.imagefactory.cli;

/** How a result is printed. */
enum OutputFormat {
    TEXT,
    JSON
}
