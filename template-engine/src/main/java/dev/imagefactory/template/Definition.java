package dev.imagefactory.template;

import dev.imagefactory.template.document.SourceFile;

/**
 * An image definition as it was written, or, where its file is called {@code _defaults} in any case, what the
 * definitions of its folder and of all folders below have in common.
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

    /** Whether this is no definition but the defaults of a folder. */
    public boolean isDefaults() {
        return fileName().equalsIgnoreCase("_defaults");
    }

    /** The folder below that of the definitions, with {@code /} at its end; empty for that folder itself. */
    String folder() {
        return id.substring(0, id.length() - fileName().length());
    }

    /** The file's name without folders and extension: the image's name where the definition says none. */
    String fileName() {
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
