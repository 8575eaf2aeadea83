package dev.imagefactory.osob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.osob.Promotions.Move;
import dev.imagefactory.osob.Promotions.WayBack;
import dev.imagefactory.planner.Build;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionsTest {
    private final Scene scene = new Scene().image("a", "A_{V}").image("b", "B_{V}");

    private Promotions promotions() {
        return new Promotions(scene.offers(), Scene.NOW);
    }

    private Scene built(String... versions) {
        for (String version : versions) {
            scene.variable("V", version).succeeds("a");
        }
        return scene;
    }

    private static ImageMapping promoted(String name) {
        return ImageMapping.EMPTY.with("a", List.of(name));
    }

    private static List<String> names(List<Build> builds) {
        return builds.stream()
                .flatMap(build -> build.order().imageNames().stream())
                .toList();
    }

    @Test
    void should_promote_what_passed_and_say_what_did_not() {
        built("1", "2").fails("disk full", "b");

        List<Move> moves = promotions().promote(promoted("A_1"), List.of("a", "b"), Duration.ZERO);

        assertThat(moves.get(0)).isEqualTo(new Move("a", List.of("A_1"), List.of("A_2"), null));
        assertThat(moves.get(0).isChange()).isTrue();
        assertThat(moves.get(1).heldBack()).contains("disk full");
        assertThat(moves.get(1).isChange()).isFalse();
    }

    @Test
    void should_promote_nothing_that_is_too_young_for_its_ring() {
        scene.at("2026-11-26T00:00:00Z").variable("V", "1").succeeds("a");

        assertThat(promotions().promote(ImageMapping.EMPTY, List.of("a"), Duration.ofDays(7)))
                .extracting(Move::heldBack)
                .containsExactly("it was not built long enough ago for this ring");
    }

    @Test
    void should_go_back_to_the_version_before() {
        built("1", "2", "3");

        WayBack back = promotions().back(promoted("A_2"), "a", null);

        assertThat(names(List.of(back.to()))).containsExactly("A_1");
        assertThat(names(back.takenBack())).as("a later one may be the mend").containsExactly("A_2");
        assertThat(names(promotions().back(ImageMapping.EMPTY, "a", null).takenBack()))
                .containsExactly("A_3");
    }

    @Test
    void should_go_back_further_and_past_what_was_taken_back() {
        built("1", "2", "3");

        WayBack far = promotions().back(promoted("A_3"), "a", "A_1");
        assertThat(names(far.takenBack())).containsExactly("A_2", "A_3");

        RolloutRecords records = new RolloutRecords(scene.ledger);
        records.takenBack(promotions().back(promoted("A_2"), "a", null).takenBack(), Scene.NOW);
        WayBack past = promotions().back(promoted("A_3"), "a", null);
        assertThat(names(List.of(past.to()))).containsExactly("A_1");
        assertThat(names(past.takenBack())).containsExactly("A_3");
        assertThatThrownBy(() -> promotions().back(promoted("A_3"), "a", "A_2"))
                .hasMessage("'A_2' was taken back; imagefactory promote a --to A_2 brings it back");

        records.allowed(promotions().version("a", "A_2"));
        assertThat(names(List.of(promotions().back(promoted("A_3"), "a", null).to())))
                .containsExactly("A_2");
    }

    @Test
    void should_go_back_from_what_consumers_have() {
        built("1", "2", "3").variable("V", "2");

        assertThat(names(promotions().back(ImageMapping.EMPTY, "a", null).takenBack()))
                .containsExactly("A_2");
        assertThatThrownBy(() -> promotions().back(promoted("A_0"), "a", null))
                .hasMessage("no build of 'a' made 'A_0'; its good versions are A_1, A_2, A_3");
    }

    @Test
    void should_refuse_a_way_back_that_is_none() {
        scene.variable("V", "1");
        assertThatThrownBy(() -> promotions().back(ImageMapping.EMPTY, "a", null))
                .hasMessage("no build of 'a' succeeded, so there is nothing to go back to");
        built("1");
        assertThatThrownBy(() -> promotions().back(ImageMapping.EMPTY, "a", null))
                .hasMessage("no good version of 'a' was built before A_1");
        built("2");
        assertThatThrownBy(() -> promotions().back(ImageMapping.EMPTY, "a", "A_7"))
                .hasMessage("no build of 'a' made 'A_7'; its good versions are A_1, A_2");
        assertThatThrownBy(() -> promotions().back(promoted("A_1"), "a", "A_2"))
                .hasMessage("'A_2' was not built before 'A_1'; promote moves forward");
    }
}
