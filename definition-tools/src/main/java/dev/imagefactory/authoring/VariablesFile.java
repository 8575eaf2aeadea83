package dev.imagefactory.authoring;

import dev.imagefactory.authoring.VariableExtraction.NewVariable;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file that new variables go into: the last one of a set, or else a new {@code variables.json}.
 *
 * @param file null where there is none yet
 */
record VariablesFile(@Nullable TextFile file) {
    private static final String NAME = "variables.json";

    static VariablesFile of(DefinitionTexts texts) {
        List<TextFile> variables = texts.variables();
        return new VariablesFile(variables.isEmpty() ? null : variables.get(variables.size() - 1));
    }

    /** The set with further variables; the same where there are none. */
    DefinitionTexts with(List<NewVariable> variables, DefinitionTexts texts) {
        if (variables.isEmpty()) {
            return texts;
        }
        List<TextFile> files = new ArrayList<>(texts.files());
        @Nullable TextFile old = file;
        if (old == null) {
            String shown = texts.definitions().get(0).shown();
            String folder = shown.substring(
                    0, shown.length() - texts.definitions().get(0).name().length());
            byte[] content = (JsonText.pretty(object(variables)) + "\n").getBytes(StandardCharsets.UTF_8);
            files.add(new TextFile(texts.folder().resolve(NAME), NAME, true, SourceFile.of(folder + NAME, content)));
        } else {
            files.set(files.indexOf(old), old.withText(appended(old, variables)));
        }
        return texts.withFiles(files);
    }

    private static JsonObject object(List<NewVariable> variables) {
        return new JsonObject(
                variables.stream()
                        .map(variable -> new Member(
                                variable.name(), new JsonString(variable.value(), Location.NONE), Location.NONE))
                        .toList(),
                Location.NONE);
    }

    /** The text with further members: before the brace at its end, or for YAML in lines at its end. */
    private static String appended(TextFile file, List<NewVariable> variables) {
        String text = file.text();
        String members = JsonText.pretty(object(variables));
        String lines = members.substring(members.indexOf('\n') + 1, members.lastIndexOf('\n') + 1);
        if (file.isYaml()) {
            throw new AuthoringException("new variables are not put into " + file.shown()
                    + ", since it is YAML; make JSON of it first (imagefactory convert); nothing was written");
        }
        int brace = text.lastIndexOf('}');
        String before = text.substring(0, brace).stripTrailing();
        for (String comma : List.of("", ",")) {
            String appended = before + comma + "\n" + lines + text.substring(brace);
            if (reads(file, appended, variables)) {
                return appended;
            }
        }
        throw new AuthoringException("new variables cannot be put at the end of " + file.shown()
                + "; delete the comments after the last one; nothing was written");
    }

    private static boolean reads(TextFile file, String text, List<NewVariable> variables) {
        Problems ignored = new Problems();
        DocumentReader reader = new DocumentReader();
        List<String> before = reader.readObject(file.source(), ignored)
                .map(VariablesFile::names)
                .orElse(List.of());
        List<String> wanted = new ArrayList<>(before);
        variables.forEach(variable -> wanted.add(variable.name()));
        return reader.readObject(file.withText(text).source(), ignored)
                .map(VariablesFile::names)
                .filter(wanted::equals)
                .isPresent();
    }

    private static List<String> names(JsonObject object) {
        return object.members().stream().map(Member::name).toList();
    }
}
