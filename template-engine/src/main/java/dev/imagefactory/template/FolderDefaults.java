package dev.imagefactory.template;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The defaults of a set of definitions: those of a folder count for all folders below, the nearest ones most. */
final class FolderDefaults {
    private final TreeMap<String, SplitDocument> byFolder = new TreeMap<>();
    private final Problems problems;
    private boolean complete = true;

    private FolderDefaults(Problems problems) {
        this.problems = problems;
    }

    static FolderDefaults read(List<Definition> sortedFiles, DocumentReader reader, Problems problems) {
        FolderDefaults defaults = new FolderDefaults(problems);
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
            defaults.complete &= document.isPresent();
            document.ifPresent(object -> defaults.byFolder.put(file.folder(), SplitDocument.of(object, problems)));
        }
        return defaults;
    }

    /** Whether all files could be read. */
    boolean isComplete() {
        return complete;
    }

    /** What the defaults say together of a definition; empty where there are none. */
    Optional<SplitDocument> of(Definition definition) {
        @Nullable SplitDocument all = null;
        for (String folder : byFolder.keySet()) {
            if (definition.folder().startsWith(folder)) {
                SplitDocument nearer = byFolder.get(folder);
                if (all != null) {
                    refuseOtherCase(all.payload(), nearer.payload(), JsonPointer.ROOT);
                }
                all = all == null ? nearer : all.under(nearer);
            }
        }
        return Optional.ofNullable(all);
    }

    /** A definition's document, completed by its defaults. */
    SplitDocument complete(SplitDocument defaults, SplitDocument document) {
        refuseOtherCase(defaults.payload(), document.payload(), JsonPointer.ROOT);
        return defaults.under(document);
    }

    /** The service reads keys without regard to case, so two that differ only in case would be one to it. */
    private void refuseOtherCase(JsonObject defaults, JsonObject document, JsonPointer at) {
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
                refuseOtherCase(object, other, at.child(member.name()));
            }
        }
    }
}
