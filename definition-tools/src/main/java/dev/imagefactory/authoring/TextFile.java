package dev.imagefactory.authoring;

import dev.imagefactory.template.Definition;
import dev.imagefactory.template.document.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file of a set of definitions.
 *
 * @param place where it lies
 * @param name its path below the folder of definitions, or the file's name where it lies elsewhere, with {@code /}
 * @param isVariables whether it holds variables, and no definition or defaults
 * @param source its bytes, and what messages call it
 */
record TextFile(Path place, String name, boolean isVariables, SourceFile source) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The text without a byte order mark. */
    String text() {
        String text = decoded();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private String decoded() {
        return new String(source.content(), StandardCharsets.UTF_8);
    }

    /** The file with another text; a byte order mark stays. */
    TextFile withText(String text) {
        String mark = decoded().startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        return new TextFile(
                place, name, isVariables, SourceFile.of(source.path(), (mark + text).getBytes(StandardCharsets.UTF_8)));
    }

    /** Another file beside this one, in UTF-8. */
    TextFile sibling(String extension, String text) {
        String stem = SourceFile.withoutExtension(place.getFileName().toString());
        return new TextFile(
                place.resolveSibling(stem + extension),
                SourceFile.withoutExtension(name) + extension,
                isVariables,
                SourceFile.of(
                        SourceFile.withoutExtension(source.path()) + extension, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same file in another folder. */
    TextFile in(Path folder) {
        return new TextFile(folder.resolve(name), name, isVariables, source);
    }

    boolean isYaml() {
        return source.isYaml();
    }

    Definition definition() {
        return Definition.of(name, source);
    }

    String shown() {
        return source.path();
    }
}
