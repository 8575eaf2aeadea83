package dev.imagefactory.template;

import dev.imagefactory.template.RenderedDefinition.BaseText;
import dev.imagefactory.template.RenderedDefinition.Content;
import dev.imagefactory.template.RenderedDefinition.Name;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The definitions of a set as they come, sorted by id, and what they have to do with one another. */
final class RenderedSet {
    private final Problems problems;
    private final Set<String> used = new HashSet<>();
    private final Set<String> defined = new HashSet<>();
    private final Map<String, Location> baseSettings = new HashMap<>();
    private final Map<String, List<BaseText>> baseTexts = new HashMap<>();
    private final Map<ImageTarget, Definition> makers = new HashMap<>();
    private final Silences silences = new Silences();
    private final List<RenderedImage> images = new ArrayList<>();
    private boolean allRead = true;
    private @Nullable Definition previous;

    RenderedSet(Problems problems) {
        this.problems = problems;
    }

    void add(RenderedDefinition rendered) {
        Definition definition = rendered.definition();
        int before = problems.errors();
        refuseSameId(definition);
        defined.add(definition.id());
        problems.addAll(rendered.problems());
        @Nullable Content content = rendered.content();
        if (content == null) {
            allRead = false;
            return;
        }
        used.addAll(content.usedVariables());
        if (content.baseSetting() != null) {
            baseSettings.put(definition.id(), content.baseSetting());
        }
        content.names().forEach(name -> claim(name, definition));
        boolean hasErrors = problems.errors() > before;
        if (!hasErrors && content.image() != null) {
            problems.addAll(rendered.lints());
            images.add(content.image());
            if (!content.baseTexts().isEmpty()) {
                baseTexts.put(definition.id(), content.baseTexts());
            }
        }
        silences.note(content.settings(), content.withheld(), hasErrors);
    }

    private void refuseSameId(Definition definition) {
        if (previous != null && previous.id().equals(definition.id())) {
            problems.add(
                    ProblemCode.DUPLICATE_IMAGE_ID,
                    Location.of(definition.file().path()),
                    "",
                    "the image '" + definition.id() + "' is defined in "
                            + previous.file().path() + " too",
                    "delete or rename one of the files");
        }
        previous = definition;
    }

    /** Notes who makes an image. */
    private void claim(Name name, Definition definition) {
        @Nullable Definition other = makers.putIfAbsent(name.target().normalised(), definition);
        if (other != null) {
            String where = other.equals(definition)
                    ? "twice in this definition"
                    : "by " + other.file().path() + " too";
            problems.add(
                    ProblemCode.DUPLICATE_IMAGE_NAME,
                    name.place().location(),
                    name.place().pointer().text(),
                    "the image '" + name.target().imageName() + "' is made in the same destination " + where,
                    "give one of them another name");
        }
    }

    /** The images, each with its base, and all problems. */
    RenderedImages complete(Variables variables, List<SettingsRule> rules, boolean othersRead) {
        if (allRead && othersRead) {
            silences.reportUnneeded(problems);
            reportUnused(variables);
            rules.forEach(rule -> rule.reportUnused(defined, problems));
        }
        List<RenderedImage> withBases = new BaseImages(defined, baseSettings, baseTexts, problems).resolve(images);
        return new RenderedImages(withBases, variables.values(), problems.sorted());
    }

    private void reportUnused(Variables variables) {
        for (Variable variable : variables.all()) {
            if (!used.contains(variable.name())) {
                problems.add(
                        ProblemCode.UNUSED_VARIABLE,
                        variable.origin(),
                        "/" + variable.name(),
                        "no definition uses the variable '" + variable.name() + "'",
                        "delete it, or look for a definition that should use it");
            }
        }
    }
}
