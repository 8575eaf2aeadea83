package dev.imagefactory.planner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AffectedImagesTest {
    private static final String VARIABLES = "{\"V\": \"1\", \"W\": \"1\"}";

    /** Renders files given as paths and texts in turn. */
    private static RenderedImages images(String variables, String... files) {
        List<Definition> definitions = new ArrayList<>();
        for (int i = 0; i < files.length; i += 2) {
            definitions.add(Definition.of(files[i], SourceFile.of(files[i], files[i + 1].getBytes(UTF_8))));
        }
        return new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        new DefinitionSet(
                                definitions, List.of(SourceFile.of("variables.json", variables.getBytes(UTF_8)))),
                        new Problems());
    }

    private static List<String> causes(RenderedImages before, RenderedImages after) {
        return AffectedImages.between(before, after).images().stream()
                .flatMap(image -> image.causes().stream().map(cause -> image.id() + ": " + cause))
                .toList();
    }

    @Test
    void should_name_the_variable_with_both_values_and_leave_alone_who_does_not_use_it() {
        RenderedImages before = images(VARIABLES, "a.json", "{\"k\": \"{V}\"}", "b.json", "{\"k\": \"{W}\"}");
        RenderedImages after =
                images("{\"V\": \"2\", \"W\": \"1\"}", "a.json", "{\"k\": \"{V}\"}", "b.json", "{\"k\": \"{W}\"}");

        assertThat(causes(before, after)).containsExactly("a: V: 1 -> 2");
    }

    @Test
    void should_point_to_what_was_edited_in_the_definition() {
        RenderedImages before = images(VARIABLES, "a.json", "{\"k\": [{\"n\": 1}, {\"n\": 2}], \"l\": 1}");
        RenderedImages after = images(VARIABLES, "a.json", "{\"k\": [{\"n\": 1}, {\"n\": 3}], \"m\": 1}");

        assertThat(causes(before, after)).containsExactly("a: the definition was edited at /k/1/n, /l, /m");
    }

    @Test
    void should_blame_a_variable_that_changed_while_the_definition_ceased_to_use_it() {
        RenderedImages before = images(VARIABLES, "a.json", "{\"k\": \"{V}\"}");
        RenderedImages after = images("{\"V\": \"2\"}", "a.json", "{\"k\": \"5\"}");

        assertThat(causes(before, after)).containsExactly("a: V: 1 -> 2", "a: the definition was edited at /k");
    }

    @Test
    void should_not_blame_a_variable_that_kept_its_value_for_not_being_used_any_more() {
        RenderedImages before = images(VARIABLES, "a.json", "{\"k\": \"{V}\"}");
        RenderedImages after = images(VARIABLES, "a.json", "{\"k\": \"5\"}");

        assertThat(causes(before, after)).containsExactly("a: the definition was edited at /k");
    }

    @Test
    void should_not_be_affected_by_a_value_that_moved_into_the_definition() {
        RenderedImages before = images(VARIABLES, "a.json", "{\"k\": \"{V}\"}");
        RenderedImages after = images("{\"V\": \"2\"}", "a.json", "{\"k\": \"1\"}");

        assertThat(causes(before, after)).isEmpty();
    }

    @Test
    void should_not_be_affected_by_what_is_meant_for_this_tool_nor_by_order_and_comments() {
        RenderedImages before = images(VARIABLES, "a.json", "{\"k\": 1, \"l\": 2}");
        RenderedImages after =
                images(VARIABLES, "a.json", "{\"l\": 2, /* note */ \"k\": 1, \"x-imagefactory\": {\"owner\": \"me\"}}");

        assertThat(causes(before, after)).isEmpty();
    }

    @Test
    void should_count_the_name_of_a_secret_and_the_choice_of_a_built_in_variable() {
        RenderedImages before =
                images(VARIABLES, "a.json", "{\"k\": \"kv_one\"}", "b.json", "{\"k\": \"{BUILD_DAY}\"}");
        RenderedImages after =
                images(VARIABLES, "a.json", "{\"k\": \"kv_two\"}", "b.json", "{\"k\": \"{BUILD_DATE}\"}");

        assertThat(causes(before, after))
                .containsExactly("a: the definition was edited at /k", "b: the definition was edited at /k");
        assertThat(AffectedImages.uses(after, "BUILD_DATE").images()).isEmpty();
    }

    @Test
    void should_name_the_defaults_that_reach_the_image_only() {
        String[] definitions = {"x/a.json", "{\"k\": 1}", "x/b.json", "{\"k\": 1, \"l\": 1}", "c.json", "{\"l\": 5}"};
        RenderedImages before = images(VARIABLES, with("{\"k\": 0, \"l\": 0}", definitions));
        RenderedImages after = images(VARIABLES, with("{\"k\": 9, \"l\": 9}", definitions));

        assertThat(causes(before, after)).containsExactly("x/a: the defaults of its folder were edited at /l");
    }

    @Test
    void should_name_the_defaults_as_a_whole_where_they_are_new() {
        RenderedImages before = images(VARIABLES, "x/a.json", "{\"k\": null}", "x/b.json", "{\"k\": 1}");
        RenderedImages after = images(VARIABLES, with("{}", "x/a.json", "{\"k\": null}", "x/b.json", "{\"k\": 1}"));

        assertThat(causes(before, after)).containsExactly("x/a: the defaults of its folder came or went");
    }

    private static String[] with(String defaults, String... files) {
        List<String> all = new ArrayList<>(List.of("x/_defaults.json", defaults));
        all.addAll(List.of(files));
        return all.toArray(String[]::new);
    }

    @Test
    void should_tell_renamed_images_from_added_and_removed_ones() {
        RenderedImages before = images(
                VARIABLES, "x/a.json", "{\"k\": 1}", "x/b.json", "{\"k\": 1}", "c.json", "{\"k\": 2}", "d.json", "{}");
        RenderedImages after = images(
                VARIABLES,
                "y/b.json",
                "{\"k\": 1}",
                "y/other.json",
                "{\"k\": 1}",
                "new.json",
                "{\"k\": 3}",
                "d.json",
                "{}");

        assertThat(causes(before, after))
                .containsExactly("c: removed", "new: added", "y/b: renamed, was x/b", "y/other: renamed, was x/a");
    }

    @Test
    void should_refuse_images_with_errors() {
        RenderedImages valid = images(VARIABLES, "a.json", "{}");
        RenderedImages faulty = images(VARIABLES, "a.json", "{\"k\": \"{NOBODY}\"}");

        assertThatThrownBy(() -> AffectedImages.between(valid, faulty)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AffectedImages.between(faulty, valid)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AffectedImages.uses(faulty, "V")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void should_say_who_uses_a_variable_with_its_value() {
        RenderedImages images = images(VARIABLES, "a.json", "{\"k-{V}\": 1}", "b.json", "{\"k\": \"{W}\"}");

        assertThat(AffectedImages.uses(images, "V").images()).hasToString("[AffectedImage[id=a, causes=[uses V (1)]]]");
        assertThat(AffectedImages.uses(images, "NOBODY").images()).isEmpty();
    }

    @Test
    void should_count_versions_of_secrets_where_these_count() {
        RenderedImages images = images(VARIABLES, "a.json", "{\"k\": \"kv_pat\"}", "b.json", "{}");

        assertThat(causes(images.withSecretVersions(name -> "v1"), images.withSecretVersions(name -> "v2")))
                .containsExactly("a: kv_pat: v1 -> v2");
    }
}
