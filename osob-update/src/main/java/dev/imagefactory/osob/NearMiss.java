package dev.imagefactory.osob;

/**
 * A text that begins as the names of an image do and is none of them: a queue that nobody moves, perhaps by mistake.
 *
 * @param file the path of its file
 * @param line where it stands, from 1
 * @param imageId the image
 * @param pattern the form of its names, as the definition writes it
 */
public record NearMiss(String file, int line, String text, String imageId, String pattern) {}
