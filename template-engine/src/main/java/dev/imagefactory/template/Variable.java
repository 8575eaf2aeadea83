package dev.imagefactory.template;

import dev.imagefactory.template.problem.Location;

/**
 * A named text that definitions use.
 *
 * @param name an upper-case letter, then upper-case letters, digits and underscores
 * @param value taken as it is; a variable inside it is not expanded
 * @param origin where the value stands
 */
public record Variable(String name, String value, Location origin) {}
