package dev.imagefactory.authoring;

/**
 * A comment of a YAML file.
 *
 * @param line counted from 1
 * @param text without its {@code #}, and without white space around
 */
public record Comment(int line, String text) {}
