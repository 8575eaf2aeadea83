package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The defaults of a set of definitions: those of a folder count for all folders below, the nearest ones most.
 * Immutable.
 */
final class FolderDefaults {
    private final Map<String, Merged> byFolder;
    private final boolean complete;

    /**
     * What the defaults of a folder and of those above say together.
     *
     * @param problems what is wrong with that
     * @param source tells the files and their content
     */
    private record Merged(SplitDocument document, Problems problems, ContentChecksum source) {}

    /** The defaults of one folder, and the file that they are in. */
    private record Own(SplitDocument document, ContentChecksum source) {}

    private FolderDefaults(Map<String, Merged> byFolder, boolean complete) {
        this.byFolder = byFolder;
        this.complete = complete;
    }

    static FolderDefaults read(List<Definition> sortedFiles, DocumentReader reader, Problems problems) {
        SortedMap<String, Own> own = new TreeMap<>();
        boolean complete = true;
        @Nullable Definition previous = null;
        for (Definition file :
                sortedFiles.stream().filter(Definition::isDefaults).toList()) {
            if (previous != null && previous.folder().equals(file.folder())) {
                problems.add(
                        ProblemCode.DUPLICATE_DEFAULTS,
                        Location.of(file.file().path()),
                        "",
                        "the folder has other defaults in " + previous.file().path(),
                        "put them into one file");
            }
            previous = file;
            Optional<JsonObject> document = reader.readObject(file.file(), problems);
            complete &= document.isPresent();
            document.ifPresent(object ->
                    own.put(file.folder(), new Own(SplitDocument.of(object, problems), sourceOf(file.file()))));
        }
        return new FolderDefaults(merged(own), complete);
    }

    private static ContentChecksum sourceOf(SourceFile file) {
        return ContentChecksum.of(file.path().getBytes(UTF_8)).and(ContentChecksum.of(file.view()));
    }

    private static Map<String, Merged> merged(SortedMap<String, Own> own) {
        Map<String, Merged> merged = new HashMap<>();
        // Sorted, so that those above come first.
        own.forEach((folder, file) -> {
            @Nullable Merged above = folder.isEmpty() ? null : nearest(parent(folder), merged);
            Problems problems = new Problems();
            if (above == null) {
                merged.put(folder, new Merged(file.document(), problems, file.source()));
            } else {
                problems.addAll(above.problems());
                refuseOtherCase(above.document().payload(), file.document().payload(), JsonPointer.ROOT, problems);
                SplitDocument both = above.document().under(file.document());
                merged.put(folder, new Merged(both, problems, above.source().and(file.source())));
            }
        });
        return merged;
    }

    /** What counts in a folder: its own defaults, or else those of the nearest folder above that has some. */
    private static @Nullable Merged nearest(String folder, Map<String, Merged> byFolder) {
        String at = folder;
        while (true) {
            @Nullable Merged defaults = byFolder.get(at);
            if (defaults != null || at.isEmpty()) {
                return defaults;
            }
            at = parent(at);
        }
    }

    /** The folder above one; folders end with a slash, but for the one of the definitions itself. */
    private static String parent(String folder) {
        return folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
    }

    /** Whether all files could be read. */
    boolean isComplete() {
        return complete;
    }

    private @Nullable Merged merged(Definition definition) {
        return byFolder.isEmpty() ? null : nearest(definition.folder(), byFolder);
    }

    /** Whether there are defaults of a definition. */
    boolean concern(Definition definition) {
        return merged(definition) != null;
    }

    /**
     * What the defaults say together of a definition; empty where there are none.
     *
     * @param problems receives what is wrong with that
     */
    Optional<SplitDocument> of(Definition definition, Problems problems) {
        @Nullable Merged defaults = merged(definition);
        if (defaults == null) {
            return Optional.empty();
        }
        problems.addAll(defaults.problems());
        return Optional.of(defaults.document());
    }

    /** What a content is rendered from together with the defaults that count for it. */
    ContentChecksum source(Definition definition, SourceFile content) {
        ContentChecksum own = ContentChecksum.of(content.view());
        @Nullable Merged merged = merged(definition);
        return merged == null ? own : own.and(merged.source());
    }

    /** A definition's document, completed by its defaults. */
    static SplitDocument complete(SplitDocument defaults, SplitDocument document, Problems problems) {
        refuseOtherCase(defaults.payload(), document.payload(), JsonPointer.ROOT, problems);
        return defaults.under(document);
    }

    /** The service reads keys without regard to case, so two that differ only in case would be one to it. */
    private static void refuseOtherCase(JsonObject defaults, JsonObject document, JsonPointer at, Problems problems) {
        for (Member member : document.members()) {
            Optional<JsonValue> same = defaults.get(member.name());
            if (same.isEmpty()) {
                defaults.getIgnoringCase(member.name()).stream()
                        .findFirst()
                        .ifPresent(other -> problems.add(
                                ProblemCode.DEFAULTS_KEY_CASE,
                                member.location(),
                                at.child(member.name()).text(),
                                "the defaults write the key '" + member.name() + "' as '" + other.name() + "' ("
                                        + other.location() + ")",
                                "write both alike, so that one is put for the other"));
            } else if (same.get() instanceof JsonObject object && member.value() instanceof JsonObject other) {
                refuseOtherCase(object, other, at.child(member.name()), problems);
            }
        }
    }
}
