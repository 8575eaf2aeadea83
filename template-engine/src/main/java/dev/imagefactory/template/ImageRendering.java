package dev.imagefactory.template;

import dev.imagefactory.template.RenderedDefinition.BaseText;
import dev.imagefactory.template.RenderedDefinition.Content;
import dev.imagefactory.template.RenderedDefinition.Name;
import dev.imagefactory.template.RenderedDefinition.Place;
import dev.imagefactory.template.RenderedTexts.RenderedText;
import dev.imagefactory.template.document.FlatDocument.TextRewriter;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rendering of one definition to its image: what its settings say, its texts, its names, what is often a mistake.
 */
final class ImageRendering implements TextRewriter {
    private final RenderingRules rules;
    private final Definition definition;
    private final SplitDocument whole;
    private final Problems problems;
    private final Problems found = new Problems();
    private final JsonObject settings;
    private final ImageSettings said;
    private final Warnings warnings;
    private final Warnings lints;
    private final PayloadRendering rendering;
    private final JsonObject payload;
    private final List<ImageNamePointer.Found> namesFound;
    private final List<Name> names;

    /**
     * @param whole the document, completed by its defaults; may be without a part that has no names, bases and regions
     * @param problems receives what is wrong with it
     */
    ImageRendering(RenderingRules rules, Definition definition, SplitDocument whole, Problems problems) {
        this.rules = rules;
        this.definition = definition;
        this.whole = whole;
        this.problems = problems;
        this.settings = whole.settingsUpon(ruled());
        this.said = readSettings(settings, problems);
        this.warnings = new Warnings(said.silenced().keySet(), problems);
        this.lints = new Warnings(said.silenced().keySet(), found);
        this.rendering = new PayloadRendering(rules, warnings, problems);
        this.payload = rendering.render(whole.payload());
        this.namesFound = rules.imageNames().findIn(payload);
        this.names = names();
    }

    /** The payload with its variables put in. */
    JsonObject payload() {
        return payload;
    }

    private boolean isFaulty() {
        return problems.errors() > 0;
    }

    /** Looks for what is often a mistake in the texts of the payload, unless there is a mistake in it anyway. */
    void checkTexts() {
        if (!isFaulty()) {
            Lints.checkTexts(payload, JsonPointer.ROOT, lints);
        }
    }

    /** A text as it is rendered; null where there is anything to be reported of it. */
    @Override
    public @Nullable String rewrite(String text) {
        @Nullable RenderedText known = rendering.known(text);
        if (known != null && known.isPlain()) {
            return known.text();
        }
        JsonString rendered = rendering.string(new JsonString(text, Location.NONE), JsonPointer.ROOT);
        Lints.checkTexts(rendered, JsonPointer.ROOT, warnings);
        return problems.isEmpty() && warnings.withheld().isEmpty() ? rendered.text() : null;
    }

    @Override
    public boolean keeps(String name) {
        return !VariableSyntax.mayHoldVariable(name);
    }

    /** Whether there is anything to be reported, or was silenced. */
    boolean isClean() {
        return problems.isEmpty()
                && found.isEmpty()
                && warnings.withheld().isEmpty()
                && lints.withheld().isEmpty();
    }

    private Set<ProblemCode> withheld() {
        Set<ProblemCode> withheld = EnumSet.copyOf(warnings.withheld());
        withheld.addAll(lints.withheld());
        return withheld;
    }

    /**
     * What the definition was rendered to.
     *
     * @param source see {@link RenderedDefinition}
     * @param fingerprint of the whole payload
     * @param documents those of the image by its fingerprint
     */
    RenderedDefinition done(
            @Nullable ContentChecksum source,
            Supplier<String> fingerprint,
            Function<String, ImageDocuments> documents) {
        if (!isFaulty()) {
            rules.lints().checkPlaces(definition, payload, namesFound, lints);
        }
        Content content = new Content(
                Set.copyOf(rendering.variables().keySet()),
                names,
                said.base() == null ? baseTexts() : List.of(),
                settings.get("base").map(JsonValue::location).orElse(null),
                whole.settingsUpon(List.of()),
                withheld(),
                isFaulty() ? null : image(fingerprint.get(), documents));
        return new RenderedDefinition(definition, source, problems, found, content);
    }

    private RenderedImage image(String fingerprint, Function<String, ImageDocuments> documentsOf) {
        ImageDocuments documents = documentsOf.apply(fingerprint);
        return new RenderedImage(
                definition.id(),
                definition.file().path(),
                names.stream().map(Name::target).toList(),
                new RedactedPayload(documents, fingerprint),
                fingerprint,
                new ImageSource(documents),
                rules.texts().shared(rendering.variables()),
                rendering.secrets(),
                said,
                null);
    }

    /** What the rules say about an image. */
    private List<JsonObject> ruled() {
        return rules.settings().isEmpty()
                ? List.of()
                : rules.settings().stream()
                        .filter(rule -> rule.concerns(definition.id()))
                        .map(SettingsRule::settings)
                        .toList();
    }

    private static ImageSettings readSettings(JsonObject settings, Problems problems) {
        return settings.members().isEmpty()
                ? ImageSettings.NONE
                : new ImageSettingsReader(problems).read(settings, JsonPointer.ROOT.child(ImageSettings.KEY));
    }

    private List<Name> names() {
        if (namesFound.isEmpty()) {
            Place file = new Place(Location.of(definition.file().path()), JsonPointer.ROOT);
            return List.of(new Name(new ImageTarget(definition.fileName(), ""), file));
        }
        List<Name> names = new ArrayList<>();
        for (ImageNamePointer.Found each : namesFound) {
            Optional<String> name = each.text()
                    .filter(text -> !text.isBlank())
                    .filter(text -> SecretReference.nameIn(text).isEmpty());
            if (name.isEmpty()) {
                problems.add(
                        ProblemCode.INVALID_IMAGE_NAME,
                        each.location(),
                        each.pointer().text(),
                        "the image's name is not a text, is empty, or is a secret",
                        "give the image a name");
            } else {
                names.add(new Name(
                        new ImageTarget(name.get(), each.destination()), new Place(each.location(), each.pointer())));
            }
        }
        return names;
    }

    private List<BaseText> baseTexts() {
        List<BaseText> texts = new ArrayList<>();
        for (ImageNamePointer.Found each : ImageNamePointer.BASE.findIn(payload)) {
            each.text().ifPresent(text -> texts.add(new BaseText(text, new Place(each.location(), each.pointer()))));
        }
        return texts;
    }
}
