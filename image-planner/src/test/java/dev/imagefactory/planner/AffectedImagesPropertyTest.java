package dev.imagefactory.planner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.AffectedImages.AffectedImage;
import dev.imagefactory.planner.Cause.Kind;
import dev.imagefactory.planner.Reason.VariableChange;
import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.ImageSource;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Affected sets against brute force: rendering everything twice and comparing. */
class AffectedImagesPropertyTest {
    private static final List<String> NAMES = List.of("one", "two", "three");
    private static final List<String> FOLDERS = List.of("", "a/", "a/b/");
    private static final List<String> VARIABLES = List.of("V", "W", "X");
    private static final List<String> KEYS = List.of("k", "l", "m", "key-{W}");
    private static final List<String> VALUES = List.of(
            "\"1\"",
            "1",
            "null",
            "\"{V}\"",
            "\"{W}-{X}\"",
            "\"kv_s{V}\"",
            "\"{BUILD_DATE}\"",
            "[1, \"{V}\"]",
            "[2, \"1\"]",
            "{}",
            "{\"x\": \"{W}\"}",
            "{\"x\": null, \"y\": 1}",
            "{\"y\": {\"z\": \"{X}\"}}");

    /** The files of a set, as a test edits them. */
    static final class Files {
        private final Map<String, String> variables = new TreeMap<>();
        private final Map<String, String> defaults = new TreeMap<>();
        private final Map<String, String> definitions = new TreeMap<>();
        private final Map<String, String> folders = new TreeMap<>();

        Files() {
            VARIABLES.forEach(name -> variables.put(name, "1"));
            NAMES.forEach(name -> {
                definitions.put(name, "{\"k\": \"{V}\"}");
                folders.put(name, "a/");
            });
        }

        void apply(Edit edit) {
            switch (edit.what()) {
                case "set" -> variables.put(edit.variable(), edit.value());
                case "delete" -> variables.remove(edit.variable());
                case "define" -> definitions.put(edit.name(), edit.document());
                case "remove" -> definitions.remove(edit.name());
                case "move" -> folders.put(edit.name(), edit.folder());
                case "rename" -> rename(edit.name(), edit.other());
                case "default" -> defaults.put(edit.folder(), edit.document());
                case "undefault" -> defaults.remove(edit.folder());
                default -> throw new AssertionError(edit);
            }
        }

        private void rename(String name, String other) {
            @Nullable String text = definitions.remove(name);
            if (text != null) {
                definitions.put(other, text);
            }
        }

        /** A variable that was deleted although something uses it is there after all, so that the set is valid. */
        RenderedImages rendered() {
            String texts = definitions.values().toString() + defaults.values();
            List<Definition> files = new ArrayList<>();
            defaults.forEach((folder, text) -> files.add(file(folder + "_defaults.json", text)));
            definitions.forEach((name, text) -> files.add(file(folders.get(name) + name + ".json", text)));
            Map<String, String> values = new TreeMap<>(variables);
            for (String name : VARIABLES) {
                if (texts.contains("{" + name + "}")) {
                    values.putIfAbsent(name, "0");
                }
            }
            return AffectedImagesPropertyTest.rendered(files, values);
        }
    }

    record Edit(
            String what, String name, String other, String folder, String document, String variable, String value) {}

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void should_name_exactly_the_images_whose_payload_differs(
            @ForAll("edits") List<Edit> start, @ForAll("edits") List<Edit> change) {
        Files files = new Files();
        start.forEach(files::apply);
        RenderedImages before = files.rendered();
        change.forEach(files::apply);
        RenderedImages after = files.rendered();
        Map<String, RenderedImage> old = byId(before);
        Map<String, RenderedImage> now = byId(after);
        Set<String> expected = new TreeSet<>(old.keySet());
        expected.addAll(now.keySet());
        expected.removeIf(id -> Objects.equals(payload(old, id), payload(now, id)));

        AffectedImages affected = AffectedImages.between(before, after);

        List<String> named = new ArrayList<>();
        for (AffectedImage image : affected.images()) {
            named.add(image.id());
            image.causes().stream().map(Cause::oldId).filter(Objects::nonNull).forEach(named::add);
            assertThat(payload(old, image.id(), image.causes()))
                    .as("%s of %s", image, after)
                    .isEqualTo(undone(image, old, now, after.variables()));
            assertThat(payload(now, image.id()))
                    .as("%s to %s", image, before)
                    .isEqualTo(done(image, old, now, before.variables()));
        }
        assertThat(named).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(affected.images()).extracting(AffectedImage::id).isSorted();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void should_name_exactly_the_images_whose_payload_a_new_value_changes(@ForAll("edits") List<Edit> edits) {
        Files files = new Files();
        edits.forEach(files::apply);
        RenderedImages before = files.rendered();
        for (String variable : VARIABLES) {
            files.variables.put(variable, "fresh-9");
            Map<String, RenderedImage> now = byId(files.rendered());
            files.variables.put(variable, before.variables().getOrDefault(variable, "0"));

            assertThat(AffectedImages.uses(before, variable).images())
                    .extracting(AffectedImage::id)
                    .containsExactlyElementsOf(before.images().stream()
                            .filter(image -> !image.fingerprint()
                                    .equals(image(now, image.id()).fingerprint()))
                            .map(RenderedImage::id)
                            .toList());
        }
    }

    /** What an image would be if its causes had not happened; empty where there would be none. */
    private static Optional<String> undone(
            AffectedImage affected,
            Map<String, RenderedImage> old,
            Map<String, RenderedImage> now,
            Map<String, String> values) {
        Set<Kind> kinds = affected.causes().stream().map(Cause::kind).collect(Collectors.toCollection(TreeSet::new));
        assertThat(kinds).isNotEmpty().doesNotContain(Kind.USES);
        if (comesOrGoes(affected)) {
            assertThat(affected.causes()).hasSize(1);
            return kinds.contains(Kind.ADDED)
                    ? Optional.empty()
                    : payload(kinds.contains(Kind.REMOVED) ? old : now, affected.id());
        }
        Map<String, String> variables = new TreeMap<>(values);
        for (Cause cause : affected.causes()) {
            @Nullable VariableChange change = cause.change();
            if (change != null) {
                assertThat(variables.get(change.name())).isEqualTo(change.after());
                assertThat(change.before()).isNotEqualTo(change.after());
                variables.compute(change.name(), (name, value) -> change.before());
            }
        }
        return edited(
                affected,
                image(now, affected.id()).source(),
                image(old, affected.id()).source(),
                variables);
    }

    /** What an image becomes when nothing but its causes happens. */
    private static Optional<String> done(
            AffectedImage affected,
            Map<String, RenderedImage> old,
            Map<String, RenderedImage> now,
            Map<String, String> values) {
        if (comesOrGoes(affected)) {
            return payload(now, affected.id());
        }
        Map<String, String> variables = new TreeMap<>(values);
        affected.causes().stream().map(Cause::change).filter(Objects::nonNull).forEach(change -> {
            variables.compute(change.name(), (name, value) -> change.after());
        });
        return edited(
                affected,
                image(old, affected.id()).source(),
                image(now, affected.id()).source(),
                variables);
    }

    private static boolean comesOrGoes(AffectedImage affected) {
        return affected.causes().stream()
                .map(Cause::kind)
                .anyMatch(Set.of(Kind.ADDED, Kind.REMOVED, Kind.RENAMED)::contains);
    }

    /** The payload of an image's source once it says, at the places that the causes name, what another source says. */
    private static Optional<String> edited(
            AffectedImage affected, ImageSource from, ImageSource to, Map<String, String> variables) {
        JsonObject definition = from.definition();
        @Nullable JsonObject defaults = from.defaults();
        for (Cause cause : affected.causes()) {
            for (JsonPointer pointer : cause.pointers()) {
                if (cause.kind() == Kind.DEFINITION_EDITED) {
                    definition = restored(definition, to.definition(), tokens(pointer));
                } else if (defaults == null || to.defaults() == null) {
                    assertThat(pointer).isEqualTo(JsonPointer.ROOT);
                    defaults = to.defaults();
                } else {
                    defaults = restored(defaults, to.defaults(), tokens(pointer));
                }
            }
        }
        List<Definition> files = new ArrayList<>();
        if (defaults != null) {
            files.add(file("_defaults.json", JsonText.compact(defaults)));
        }
        files.add(file("image.json", JsonText.compact(definition)));
        return Optional.of(rendered(files, variables).images().get(0).fingerprint());
    }

    /** A document in which one member is as in another; what lies in a list comes with the list. */
    private static JsonObject restored(JsonObject document, JsonObject old, List<String> path) {
        String name = path.get(0);
        Optional<JsonValue> was = old.get(name);
        Optional<JsonValue> is = document.get(name);
        Optional<JsonValue> value = path.size() > 1
                        && was.orElse(null) instanceof JsonObject oldChild
                        && is.orElse(null) instanceof JsonObject child
                ? Optional.of(restored(child, oldChild, path.subList(1, path.size())))
                : was;
        List<Member> members = new ArrayList<>(document.members());
        members.removeIf(member -> member.name().equals(name));
        value.ifPresent(each -> members.add(new Member(name, each, Location.NONE)));
        return new JsonObject(members, Location.NONE);
    }

    private static List<String> tokens(JsonPointer pointer) {
        return List.of(pointer.text().substring(1).split("/", -1)).stream()
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private static Map<String, RenderedImage> byId(RenderedImages images) {
        return images.images().stream().collect(Collectors.toMap(RenderedImage::id, image -> image));
    }

    private static RenderedImage image(Map<String, RenderedImage> images, String id) {
        return Objects.requireNonNull(images.get(id), id);
    }

    private static Optional<String> payload(Map<String, RenderedImage> images, String id) {
        return Optional.ofNullable(images.get(id)).map(RenderedImage::fingerprint);
    }

    /** The payload of an image as it was, under its old id where it was renamed. */
    private static Optional<String> payload(Map<String, RenderedImage> old, String id, List<Cause> causes) {
        @Nullable String oldId = causes.get(0).oldId();
        return payload(old, oldId == null ? id : oldId);
    }

    private static RenderedImages rendered(List<Definition> files, Map<String, String> variables) {
        String values = variables.entrySet().stream()
                .map(each -> "\"" + each.getKey() + "\": \"" + each.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        RenderedImages images = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        new DefinitionSet(files, List.of(SourceFile.of("variables.json", values.getBytes(UTF_8)))),
                        new Problems());
        assertThat(images.hasErrors()).as(images.problems().toString()).isFalse();
        return images;
    }

    private static Definition file(String path, String text) {
        return Definition.of(path, SourceFile.of(path, text.getBytes(UTF_8)));
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<String> documents = Arbitraries.maps(Arbitraries.of(KEYS), Arbitraries.of(VALUES))
                .ofMaxSize(3)
                .flatMap(members -> Arbitraries.of("", "\"x-imagefactory\": {\"owner\": \"o\"}")
                        .map(settings -> new TreeMap<>(members)
                                .entrySet().stream()
                                        .map(each -> "\"" + each.getKey() + "\": " + each.getValue())
                                        .collect(Collectors.joining(
                                                ", ", "{", members.isEmpty() ? settings + "}" : "}"))));
        Arbitrary<String> kinds = Arbitraries.of(
                "set", "set", "delete", "define", "define", "remove", "move", "rename", "default", "undefault");
        return Combinators.combine(
                        kinds,
                        Arbitraries.of(NAMES),
                        Arbitraries.of(NAMES),
                        Arbitraries.of(FOLDERS),
                        documents,
                        Arbitraries.of(VARIABLES),
                        Arbitraries.of("1", "2"))
                .as(Edit::new)
                .list()
                .ofMaxSize(6);
    }
}
