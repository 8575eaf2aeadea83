package dev.imagefactory.template;

import dev.imagefactory.template.document.SourceFile;

/**
 * An image definition as it was written.
 *
 * @param id the image's id: its path below the folder of definitions, without extension
 * @param file the text
 */
public record Definition(String id, SourceFile file) {
    /**
     * A definition found in a folder, or in a git tree.
     *
     * @param relativePath the path below the folder, with {@code /} between folders
     */
    public static Definition of(String relativePath, SourceFile file) {
        return new Definition(SourceFile.withoutExtension(relativePath), file);
    }

    /** The file's name without folders and extension: the image's name where the definition says none. */
    String fileName() {
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
