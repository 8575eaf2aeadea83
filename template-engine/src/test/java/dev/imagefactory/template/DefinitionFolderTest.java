package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFolderTest {
    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    @Test
    void should_find_definitions_in_depth_and_pass_over_the_rest() throws IOException {
        for (String file : List.of(
                "a.json",
                "g/b.yaml",
                "g/deep/c.yml",
                "G.JSON",
                "variables.json",
                "readme.md",
                ".git/d.json",
                ".e.json")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "{}");
        }

        List<Definition> definitions =
                DefinitionFolder.read(folder, "templates", List.of(folder.resolve("g/../variables.json")), problems);

        assertThat(definitions).extracting(Definition::id).containsExactly("G", "a", "g/b", "g/deep/c");
        assertThat(definitions)
                .extracting(definition -> definition.file().path())
                .contains("templates/g/deep/c.yml");
        assertThat(problems.sorted()).isEmpty();
    }

    @Test
    void should_report_a_link_that_leads_nowhere() throws IOException {
        Files.createSymbolicLink(folder.resolve("a.json"), folder.resolve("gone.json"));

        assertThat(DefinitionFolder.read(folder, "templates", List.of(), problems))
                .isEmpty();
        assertThat(problems.sorted())
                .singleElement()
                .asString()
                .startsWith("templates/a.json: error unreadable-file: this is no file, or a link that leads to none");
    }

    @Test
    void should_follow_links_and_report_a_circle() throws IOException {
        Path group = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(group.resolve("a.json"), "{}");
        Path templates = Files.createDirectory(folder.resolve("templates"));
        Files.createSymbolicLink(templates.resolve("group"), group);

        assertThat(DefinitionFolder.read(templates, "templates", List.of(), problems))
                .extracting(Definition::id)
                .containsExactly("group/a");

        Files.createSymbolicLink(group.resolve("circle"), templates);
        DefinitionFolder.read(templates, "templates", List.of(), problems);

        assertThat(problems.sorted())
                .singleElement()
                .asString()
                .startsWith("templates: error unreadable-file: the folder cannot be listed");
    }

    @Test
    void should_not_take_a_wrong_path_for_no_images() {
        DefinitionFolder.read(folder, "templates", List.of(), problems);
        DefinitionFolder.read(folder.resolve("missing"), "missing", List.of(), problems);

        assertThat(problems.sorted())
                .extracting(Object::toString)
                .containsExactly(
                        "missing: error unreadable-file: the folder of the definitions does not exist; "
                                + "check the path and the folder it is looked up from",
                        "templates: error no-definitions: the folder holds no *.json, *.yaml or *.yml; "
                                + "check the path of the definitions");
    }
}
