package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatMustBeBuiltTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));

    @TempDir
    private Path folder;

    @BeforeEach
    void writeDefinitions() throws IOException {
        Files.writeString(folder.resolve("variables.json"), "{\"VERSION\": \"17_14\"}");
        for (String name : List.of("new", "built", "older")) {
            Files.writeString(
                    folder.resolve(name + ".json"),
                    "{\"Sku\": \"" + name + "\", \"Destination\": {\"CustomImageName\": \"" + name + "_{VERSION}\"}}");
        }
    }

    @Test
    void should_print_what_must_be_built_and_why() throws Exception {
        Path ledger = Files.writeString(
                folder.resolve("ledger.txt"),
                "built " + fingerprintOf("built") + " built_17_14 2026-11-24T10:00:00Z\n"
                        + "older 0123456789 older_17_13 2026-11-24T10:00:00Z\n");

        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WhatMustBeBuilt.class.getName(),
                        folder.toString(),
                        ledger.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(program.getInputStream().readAllBytes(), UTF_8).lines())
                .containsExactly(
                        "built: none, built",
                        "new: build, never built",
                        "older: build, VERSION is used now (17_14); the definition was edited");
        assertThat(program.waitFor()).isZero();
    }

    @Test
    void should_be_shown_in_the_document_as_it_is() throws IOException {
        String source =
                Files.readString(ROOT.resolve("embedding-example/src/main/java/com/example/WhatMustBeBuilt.java"));

        assertThat(Files.readString(ROOT.resolve("docs/embedding.md")))
                .contains("```java\n" + source.substring(source.indexOf("/** Prints")) + "```\n");
    }

    private String fingerprintOf(String id) {
        Problems problems = new Problems();
        DefinitionSet set =
                DefinitionSet.read(folder, List.of(folder.resolve("variables.json")), Path::toString, problems);
        return new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(set, problems).images().stream()
                        .filter(image -> image.id().equals(id))
                        .findFirst()
                        .orElseThrow()
                        .fingerprint();
    }
}
