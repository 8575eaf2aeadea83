package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.ImageTarget;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** Prints what must be built, and why; its ledger is a file with a line for each image that was built. */
public final class WhatMustBeBuilt {
    private WhatMustBeBuilt() {}

    /** Takes the folder of definitions, with its variables.json, and the ledger. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Problems problems = new Problems();
        RenderedImages images = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        DefinitionSet.read(folder, List.of(folder.resolve("variables.json")), Path::toString, problems),
                        problems);
        images.problems().forEach(System.err::println);
        if (images.hasErrors()) {
            throw new IllegalArgumentException("the definitions have errors");
        }
        List<Build> built = Files.readAllLines(Path.of(arguments[1])).stream()
                .map(WhatMustBeBuilt::build)
                .toList();
        List<PlannedImage> plan = new ImagePlanner(PlanPolicy.DEFAULT)
                .plan(images, new LedgerContents(built, List.of()), ImageSelection.ALL, Instant.now());
        for (PlannedImage image : plan) {
            System.out.println(image.imageId() + ": " + image.action().id() + ", "
                    + image.reason().message());
        }
    }

    /** A line is {@code IMAGE-ID FINGERPRINT IMAGE-NAME INSTANT}, as the program's own pipeline wrote it. */
    private static Build build(String line) {
        List<String> fields = List.of(line.split(" ", -1));
        Instant when = Instant.parse(fields.get(3));
        BuildOrder order = new BuildOrder(
                new BuildKey(fields.get(0), fields.get(1), 1),
                UUID.nameUUIDFromBytes(line.getBytes(UTF_8)).toString(),
                when,
                ReasonCode.NEW,
                List.of(new ImageTarget(fields.get(2), "")),
                new TreeMap<>(),
                "",
                null,
                null);
        return new Build(order, new BuildProgress(BuildState.SUCCEEDED, when, null, null, null, when, null, null), 1);
    }
}
