package dev.imagefactory.osob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.osob.ReferenceDecision.State;
import dev.imagefactory.template.ImageIdPattern;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConsumerPlannerTest {
    private final Scene scene = new Scene().image("vs/server", "Server-VS_{VS_VERSION}-{BUILD_DATE}");

    private Scene built(String... versions) {
        for (String version : versions) {
            scene.variable("VS_VERSION", version).succeeds("vs/server");
        }
        return scene;
    }

    private static String moves(ConsumerUpdate update) {
        return String.join(
                "\n",
                update.references().stream()
                        .map(each -> each.state().id() + " " + each.reference().holder() + " "
                                + each.reference().imageName() + " -> " + each.to()
                                + (each.why() == null ? "" : " (" + each.why() + ")"))
                        .toList());
    }

    private static OsobPolicy policy(Ring... rings) {
        return new OsobPolicy(
                List.of(),
                List.of(),
                List.of(),
                List.of("Name"),
                List.of(rings),
                RequiredDates.DEFAULT,
                new TreeMap<>(),
                false,
                false,
                null);
    }

    private static Ring ring(String name, String queues, int soakDays) {
        return new Ring(name, List.of(), List.of(new ImageIdPattern(queues)), Duration.ofDays(soakDays));
    }

    @Test
    void should_move_references_to_the_last_image_that_succeeded_and_change_nothing_else() {
        built("17_3_1", "17_3_2");

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, """
                # queues
                - Name: Queue.A   # the first
                  Image: "Server-VS_17_3_1-2026-08-29"
                - Name: Queue.B
                  Image: Server-VS_17_3_2-2026-08-29
                - Name: Queue.C
                  Image: {Publisher: Microsoft, Offer: Server-VS, Version: latest}
                """);

        assertThat(moves(update)).isEqualTo("""
                update Queue.A Server-VS_17_3_1-2026-08-29 -> Server-VS_17_3_2-2026-08-29
                current Queue.B Server-VS_17_3_2-2026-08-29 -> Server-VS_17_3_2-2026-08-29""");
        assertThat(update.files()).containsExactly(new ConsumerFile("definitions/a.yaml", """
                # queues
                - Name: Queue.A   # the first
                  Image: "Server-VS_17_3_2-2026-08-29"
                - Name: Queue.B
                  Image: Server-VS_17_3_2-2026-08-29
                - Name: Queue.C
                  Image: {Publisher: Microsoft, Offer: Server-VS, Version: latest}
                """));
    }

    @Test
    void should_take_names_that_differ_in_case_for_the_same_image() {
        built("17_3_2");

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, "Image: server-vs_17_3_2-2026-08-29");

        assertThat(update.references()).extracting(ReferenceDecision::state).containsExactly(State.CURRENT);
    }

    @Test
    void should_point_at_texts_that_look_like_names() {
        built("17_3_2");

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, """
                - Server-VS_17_3_2
                - Server-VS
                - server-vs_17_3_2-2026-08-29x
                """);

        assertThat(update.references()).isEmpty();
        assertThat(update.nearMisses())
                .extracting(miss -> miss.line() + " " + miss.text() + " " + miss.imageId() + " " + miss.pattern())
                .containsExactly(
                        "1 Server-VS_17_3_2 vs/server Server-VS_{VS_VERSION}-{BUILD_DATE}",
                        "3 server-vs_17_3_2-2026-08-29x vs/server Server-VS_{VS_VERSION}-{BUILD_DATE}");
    }

    @Test
    void should_find_a_name_at_the_end_of_a_resource_id_and_in_json() {
        built("17_3_1", "17_3_2");
        ConsumerFile json = new ConsumerFile(
                "q.json", "{\"Image\": \"/subscriptions/1/images/Server-VS_17_3_1-2026-08-29\",\n \"Name\":\"Q\"}");

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, json);

        assertThat(update.files())
                .containsExactly(new ConsumerFile(
                        "q.json",
                        "{\"Image\": \"/subscriptions/1/images/Server-VS_17_3_2-2026-08-29\",\n \"Name\":\"Q\"}"));
    }

    @Test
    void should_never_refer_to_an_image_that_has_not_succeeded() {
        built("17_3_1").variable("VS_VERSION", "17_3_2").fails("disk full", "vs/server");

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, "Image: Server-VS_17_3_0-2026-01-01");

        assertThat(moves(update))
                .isEqualTo("update /Image Server-VS_17_3_0-2026-01-01 -> Server-VS_17_3_1-2026-08-29"
                        + " (to be built: attempt 2 of 3; the last failed: disk full)");
        scene.runs("vs/server");
        assertThat(moves(scene.update(OsobPolicy.DEFAULT, "Image: Server-VS_17_3_1-2026-08-29")))
                .isEqualTo("held /Image Server-VS_17_3_1-2026-08-29 -> Server-VS_17_3_1-2026-08-29"
                        + " (not ready: submitted, running)");
        assertThat(moves(new Scene().image("a", "A_{V}").variable("V", "1").update(OsobPolicy.DEFAULT, "Image: A_0")))
                .isEqualTo("held /Image A_0 -> null (to be built: never built)");
    }

    @Test
    void should_go_back_only_where_that_is_allowed() {
        built("17_3_1", "17_3_2").variable("VS_VERSION", "17_3_1");
        String yaml = "Image: Server-VS_17_3_2-2026-08-29";

        ConsumerUpdate refused = scene.update(OsobPolicy.DEFAULT, yaml);
        assertThat(refused.references()).extracting(ReferenceDecision::state).containsExactly(State.DOWNGRADE);
        assertThat(refused.files()).isEmpty();

        OsobPolicy allowing = OsobPolicy.DEFAULT.allowingDowngrade();
        assertThat(scene.update(allowing, yaml).files())
                .containsExactly(new ConsumerFile("definitions/a.yaml", "Image: Server-VS_17_3_1-2026-08-29"));
    }

    @Test
    void should_leave_an_image_that_was_taken_back_without_being_asked() {
        built("17_3_1", "17_3_2");
        RolloutRecords records = new RolloutRecords(scene.ledger);
        records.takenBack(List.of(scene.ledger.contents().builds().get(1)), Scene.NOW);

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, "Image: Server-VS_17_3_2-2026-08-29");

        assertThat(moves(update))
                .isEqualTo("update /Image Server-VS_17_3_2-2026-08-29 -> Server-VS_17_3_1-2026-08-29"
                        + " (what is wanted was taken back)");
    }

    @Test
    void should_give_a_ring_what_another_had_two_weeks_earlier() {
        scene.at("2026-11-01T00:00:00Z").variable("VS_VERSION", "17_3_1").succeeds("vs/server");
        scene.at("2026-11-20T00:00:00Z").variable("VS_VERSION", "17_3_2").succeeds("vs/server");

        ConsumerUpdate update = scene.update(policy(ring("scouting", "*Scouting", 0), ring("regular", "*", 14)), """
                - {Name: A.Scouting, Image: Server-VS_17_3_0-2026-10-01}
                - {Name: A, Image: Server-VS_17_3_0-2026-10-01}
                """);

        assertThat(moves(update)).isEqualTo("""
                update A.Scouting Server-VS_17_3_0-2026-10-01 -> Server-VS_17_3_2-2026-11-20
                update A Server-VS_17_3_0-2026-10-01 -> Server-VS_17_3_1-2026-11-01 (it was not built long enough ago for this ring)""");
        assertThat(update.references())
                .extracting(each -> each.reference().ring())
                .containsExactly("scouting", "regular");
    }

    @Test
    void should_move_only_the_ring_that_was_asked_for() {
        built("17_3_2");

        ConsumerUpdate update = scene.update(
                policy(ring("scouting", "*Scouting", 0), ring("regular", "*", 0))
                        .only("scouting"),
                """
                - {Name: A.Scouting, Image: Server-VS_17_3_0-2026-08-29}
                - {Name: A, Image: Server-VS_17_3_0-2026-08-29}
                """);

        assertThat(update.files()).containsExactly(new ConsumerFile("definitions/a.yaml", """
                - {Name: A.Scouting, Image: Server-VS_17_3_2-2026-08-29}
                - {Name: A, Image: Server-VS_17_3_0-2026-08-29}
                """));
        assertThat(update.references()).hasSize(1);
    }

    @Test
    void should_take_the_ring_that_an_image_says_of_itself_where_no_rule_does() {
        Scene own = new Scene()
                .image("a", "A_{V}", "{\"ring\": \"scouting\"}")
                .variable("V", "2")
                .succeeds("a");

        assertThat(own.update(OsobPolicy.DEFAULT.only("scouting"), "Image: A_1").files())
                .hasSize(1);
        assertThat(own.update(OsobPolicy.DEFAULT.only("regular"), "Image: A_1").files())
                .isEmpty();
    }

    @Test
    void should_hold_a_name_that_an_anchor_carries_into_a_queue_that_stays() {
        built("17_3_2");
        String yaml = """
                - &Base
                  Name: A.Scouting
                  Image: Server-VS_17_3_0-2026-08-29
                - <<: *Base
                  Name: A
                - Name: B.Scouting
                  Image: Server-VS_17_3_0-2026-08-29
                """;

        ConsumerUpdate scouting = scene.update(
                policy(ring("scouting", "*Scouting", 0), ring("regular", "*", 0))
                        .only("scouting"),
                yaml);
        ConsumerUpdate all = scene.update(policy(), yaml);

        assertThat(moves(scouting)).isEqualTo("""
                held A.Scouting Server-VS_17_3_0-2026-08-29 -> Server-VS_17_3_2-2026-08-29 (its text is shared, by an anchor or a merge key, with A, which does not move to the same image)
                update B.Scouting Server-VS_17_3_0-2026-08-29 -> Server-VS_17_3_2-2026-08-29""");
        assertThat(scouting.files().get(0).text()).isEqualTo(yaml.replaceFirst("(?s)(B.Scouting.*)17_3_0", "$117_3_2"));
        assertThat(all.files().get(0).text()).isEqualTo(yaml.replace("17_3_0", "17_3_2"));
        assertThat(all.references()).extracting(ReferenceDecision::state).containsOnly(State.UPDATE);
    }

    @Test
    void should_move_the_required_date_up_to_the_removal() {
        built("17_3_2");

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, """
                - {Name: A, Image: Server-VS_17_3_0-2026-08-29, UpdateRequiredDate: 2026-12-01, EstimatedRemovalDate: 2028-01-01}
                - {Name: B, Image: Server-VS_17_3_0-2026-08-29, UpdateRequiredDate: 2026-12-01, EstimatedRemovalDate: 2026-12-05}
                - {Name: C, Image: Server-VS_17_3_2-2026-08-29, UpdateRequiredDate: 2026-12-01}
                - {Name: D, Image: Server-VS_17_3_0-2026-08-29, UpdateRequiredDate: soon}
                """);

        assertThat(update.files().get(0).text()).isEqualTo("""
                - {Name: A, Image: Server-VS_17_3_2-2026-08-29, UpdateRequiredDate: 2027-03-01, EstimatedRemovalDate: 2028-01-01}
                - {Name: B, Image: Server-VS_17_3_2-2026-08-29, UpdateRequiredDate: 2026-12-05, EstimatedRemovalDate: 2026-12-05}
                - {Name: C, Image: Server-VS_17_3_2-2026-08-29, UpdateRequiredDate: 2026-12-01}
                - {Name: D, Image: Server-VS_17_3_2-2026-08-29, UpdateRequiredDate: soon}
                """);
        assertThat(update.dates().stream()
                        .map(each -> each.kind().id() + " " + each.reference().holder() + " " + each.date()))
                .containsExactlyInAnyOrder(
                        "moved A 2027-03-01",
                        "moved B 2026-12-05",
                        "due B 2026-12-05",
                        "due C 2026-12-01",
                        "unreadable D soon");
    }

    @Test
    void should_leave_a_date_that_others_share_who_stay() {
        built("17_3_2");

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, """
                - &Base {Name: A, Image: Server-VS_17_3_0-2026-08-29, UpdateRequiredDate: 2027-12-01}
                - {<<: *Base, Name: B, Image: Server-VS_17_3_2-2026-08-29}
                """);

        assertThat(update.files().get(0).text()).isEqualTo("""
                - &Base {Name: A, Image: Server-VS_17_3_2-2026-08-29, UpdateRequiredDate: 2027-12-01}
                - {<<: *Base, Name: B, Image: Server-VS_17_3_2-2026-08-29}
                """);
        assertThat(update.dates()).extracting(DateNotice::kind).containsExactly(DateNotice.Kind.SHARED);
    }

    @Test
    void should_change_nothing_where_all_or_nothing_is_asked_for_and_something_is_held_back() {
        scene.image("b", "B_{VS_VERSION}").variable("VS_VERSION", "17_3_1").succeeds("vs/server", "b");
        scene.variable("VS_VERSION", "17_3_2").succeeds("vs/server").fails("disk full", "b");
        String yaml = "- Server-VS_17_3_1-2026-08-29\n- B_17_3_1\n";

        assertThat(scene.update(OsobPolicy.DEFAULT, yaml).files()).hasSize(1);
        ConsumerUpdate none = scene.update(OsobPolicy.DEFAULT.allOrNothing(true), yaml);

        assertThat(none.files()).isEmpty();
        assertThat(none.heldAsAWhole()).isTrue();
        assertThat(none.in(State.UPDATE)).isEmpty();
        assertThat(moves(none)).contains("all or nothing was asked for");
    }

    @Test
    void should_refuse_a_name_that_may_be_that_of_two_images() {
        Scene two = new Scene()
                .image("a", "Win_{A}")
                .image("b", "Win_{B}_x86")
                .variable("A", "1_x")
                .variable("B", "1");

        assertThatThrownBy(() -> two.update(OsobPolicy.DEFAULT, "- x\n- Win_7_x86\n"))
                .isInstanceOf(ConsumerException.class)
                .hasMessageContaining("definitions/a.yaml:2: 'Win_7_x86' may be the name of several images:"
                        + " a (Win_{A}), b (Win_{B}_x86)");
        two.succeeds("b");
        assertThat(moves(two.update(OsobPolicy.DEFAULT, "- x\n- Win_1_x86\n")))
                .as("the ledger knows whose name it is")
                .isEqualTo("current /1 Win_1_x86 -> Win_1_x86");
    }

    @Test
    void should_know_names_of_builds_from_before_the_definition_changed_its_pattern() {
        built("17_3_1");
        scene.image("vs/server", "Windows-{VS_VERSION}")
                .variable("VS_VERSION", "17_3_2")
                .succeeds("vs/server");

        assertThat(moves(scene.update(OsobPolicy.DEFAULT, "Image: Server-VS_17_3_1-2026-08-29")))
                .isEqualTo("update /Image Server-VS_17_3_1-2026-08-29 -> Windows-17_3_2");
    }

    @Test
    void should_let_a_ring_that_the_image_names_soak() {
        Scene own =
                new Scene().image("a", "Alpha_{V}", "{\"ring\": \"regular\"}").variable("V", "2");
        own.at("2026-11-26T00:00:00Z").succeeds("a");

        assertThat(moves(own.update(policy(ring("regular", "*.Open", 14)), "{Name: Q.Other, Image: Alpha_1}")))
                .isEqualTo("held Q.Other Alpha_1 -> null (it was not built long enough ago for this ring)");
    }

    @Test
    void should_not_take_a_name_of_an_image_for_its_queue() {
        built("17_3_2");

        ConsumerUpdate update =
                scene.update(OsobPolicy.DEFAULT, "[{Name: Q.Open, Image: {Name: Server-VS_17_3_1-2026-08-29}}]");

        assertThat(update.references())
                .extracting(each -> each.reference().queue())
                .containsExactly("Q.Open");
    }

    @Test
    void should_give_no_queue_the_name_of_another_image_of_the_same_definition() {
        scene.image("two", "One_{V}")
                .variable("V", "1")
                .variable("VS_VERSION", "1")
                .succeeds("two");
        scene.images("two", "One_{V}", "Other_{V}").variable("V", "2").fails("disk full", "two");

        assertThat(moves(scene.update(OsobPolicy.DEFAULT, "- Other_1\n- One_0\n")))
                .startsWith("held /0 Other_1 -> null (which of its names is meant is not clear: One_1)\n"
                        + "update /1 One_0 -> One_1");
    }

    @Test
    void should_tell_names_of_one_definition_apart_that_begin_alike() {
        scene.images("two", "Two_{V}", "Two_{V}_x86")
                .variable("V", "2")
                .variable("VS_VERSION", "1")
                .succeeds("two");

        assertThat(moves(scene.update(OsobPolicy.DEFAULT, "- Two_1\n- Two_1_x86\n")))
                .isEqualTo("update /0 Two_1 -> Two_2\nupdate /1 Two_1_x86 -> Two_2_x86");
    }

    @Test
    void should_refuse_a_name_that_the_ledger_and_a_pattern_give_to_two_images() {
        Scene renamed = new Scene().image("win", "Win_{V}").variable("V", "1").succeeds("win");
        renamed.image("win", "WinNew_{V}").image("win2", "Win_{V}");

        assertThatThrownBy(() -> renamed.update(OsobPolicy.DEFAULT, "- Win_1\n"))
                .isInstanceOf(ConsumerException.class)
                .hasMessageContaining("win2 (Win_{V}), win (by the ledger)");
    }

    @Test
    void should_give_each_name_of_an_image_its_own_promoted_version() {
        scene.images("two", "Two_{V}", "Two_{V}-x86").variable("VS_VERSION", "1");
        scene.variable("V", "3").succeeds("two").variable("V", "4").succeeds("two");
        ImageMapping mapping = ImageMapping.EMPTY.with("two", List.of("Two_4", "Two_3-x86"));

        assertThat(moves(plan(mapping, new ConsumerFile("a.yaml", "- Two_1\n- Two_1-x86\n"))))
                .isEqualTo("update /0 Two_1 -> Two_4\nupdate /1 Two_1-x86 -> Two_3-x86");
        assertThat(plan(mapping, new ConsumerFile("images.json", mapping.text()))
                        .references())
                .as("a mapping is no consumer")
                .isEmpty();
    }

    @Test
    void should_move_an_anchor_that_belongs_to_no_queue_with_those_that_take_it_over() {
        built("17_3_2");
        String yaml = """
                .scout: &scout {Image: Server-VS_17_3_0-2026-08-29, UpdateRequiredDate: 2027-12-01}
                queues:
                - {Name: A.Scouting, <<: *scout}
                - {Name: B.Scouting, <<: *scout}
                """;

        ConsumerUpdate update = scene.update(
                policy(ring("scouting", "*Scouting", 0), ring("regular", "*", 14))
                        .only("scouting"),
                yaml);

        assertThat(update.references())
                .extracting(ReferenceDecision::state)
                .containsExactly(State.UPDATE, State.UPDATE);
        assertThat(update.files().get(0).text())
                .isEqualTo(yaml.replace("17_3_0", "17_3_2").replace("2027-12-01", "2028-02-29"));
    }

    @Test
    void should_hold_each_of_many_texts_that_cannot_be_edited() {
        built("17_3_2");
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            yaml.append(i % 13 == 4 ? "- \"Server-VS\\u005f17_3_0-2026-08-29\"\n" : "- Server-VS_17_3_0-2026-08-29\n");
        }

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, yaml.toString());

        assertThat(update.in(State.HELD).stream().map(each -> each.reference().pointer()))
                .containsExactly("/4", "/17", "/30");
        assertThat(update.files().get(0).text()).isEqualTo(yaml.toString().replace("VS_17_3_0", "VS_17_3_2"));
    }

    @Test
    void should_leave_a_date_that_cannot_be_edited_and_move_the_name_beside_it() {
        built("17_3_2");

        ConsumerUpdate update = scene.update(
                OsobPolicy.DEFAULT, "{Image: Server-VS_17_3_0-2026-08-29, UpdateRequiredDate: \"2027\\u002d12-01\"}\n");

        assertThat(update.files().get(0).text())
                .isEqualTo("{Image: Server-VS_17_3_2-2026-08-29, UpdateRequiredDate: \"2027\\u002d12-01\"}\n");
        assertThat(update.dates()).extracting(DateNotice::kind).containsExactly(DateNotice.Kind.UNEDITABLE);
    }

    @Test
    void should_hold_a_text_that_cannot_be_edited_and_move_the_rest() {
        built("17_3_2");
        String yaml = "- \"Server-VS\\u005f17_3_0-2026-08-29\"\n- Server-VS_17_3_0-2026-08-29\n";

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, yaml);

        assertThat(update.references()).extracting(ReferenceDecision::state).containsExactly(State.HELD, State.UPDATE);
        assertThat(update.references().get(0).why()).contains("does not stand exactly once");
        assertThat(update.files().get(0).text()).isEqualTo(yaml.replaceFirst("(?s)\n(.*)17_3_0", "\n$117_3_2"));
    }

    @Test
    void should_hold_everything_where_a_shared_text_holds_one_and_all_or_nothing_is_asked_for() {
        built("17_3_2");
        OsobPolicy images = new OsobPolicy(
                List.of(),
                List.of(),
                List.of("Image"),
                List.of("Name"),
                List.of(),
                RequiredDates.DEFAULT,
                new TreeMap<>(),
                false,
                true,
                null);

        ConsumerUpdate update = scene.update(images, """
                - {Name: A, Image: &w Server-VS_17_3_0-2026-08-29}
                - {Name: B, Note: *w}
                - {Name: C, Image: Server-VS_17_3_0-2026-08-29}
                """);

        assertThat(update.heldAsAWhole()).isTrue();
        assertThat(update.files()).isEmpty();
    }

    @Test
    void should_not_move_dates_that_it_does_not_understand_or_that_others_live_by() {
        built("17_3_2");
        String yaml = """
                UpdateRequiredDate: 2026-12-24
                queues:
                - {Name: A, Image: Server-VS_17_3_0-2026-08-29, UpdateRequiredDate: 9999-12-31}
                - {Name: B, Image: Server-VS_17_3_0-2026-08-29, UpdateRequiredDate: 2027-03-01, EstimatedRemovalDate: 15/03/2027}
                - {Name: C, Image: Server-VS_17_3_0-2026-08-29}
                """;

        ConsumerUpdate update = scene.update(OsobPolicy.DEFAULT, yaml);

        assertThat(update.files().get(0).text()).isEqualTo(yaml.replace("17_3_0", "17_3_2"));
        assertThat(update.dates().stream()
                        .map(each -> each.kind().id() + " " + each.reference().holder() + " " + each.date()))
                .containsExactly("unreadable B 2027-03-01");
    }

    @Test
    void should_not_extend_a_date_on_the_way_back() {
        built("17_3_1", "17_3_2");
        new RolloutRecords(scene.ledger)
                .takenBack(List.of(scene.ledger.contents().builds().get(1)), Scene.NOW);

        ConsumerUpdate update = scene.update(
                OsobPolicy.DEFAULT, "{Image: Server-VS_17_3_2-2026-08-29, UpdateRequiredDate: 2027-12-01}");

        assertThat(update.files().get(0).text())
                .isEqualTo("{Image: Server-VS_17_3_1-2026-08-29, UpdateRequiredDate: 2027-12-01}");
    }

    @Test
    void should_look_only_at_the_files_and_fields_that_are_asked_for() {
        built("17_3_2");
        OsobPolicy narrow = new OsobPolicy(
                List.of(new ImageIdPattern("definitions/*")),
                List.of(new ImageIdPattern("*/charts/*"), new ImageIdPattern("*.generated.yaml")),
                List.of("image"),
                List.of("Name"),
                List.of(),
                RequiredDates.DEFAULT,
                new TreeMap<>(),
                false,
                false,
                null);

        ConsumerUpdate update = scene.update(
                narrow,
                new ConsumerFile(
                        "definitions/a.yaml", "Image: Server-VS_17_3_0-2026-08-29\nOther: Server-VS_17_3_0-2026-08-29"),
                new ConsumerFile("b.yaml", "Image: Server-VS_17_3_0-2026-08-29"),
                new ConsumerFile("definitions/broken.yaml", "{{ helm }}: [no"),
                new ConsumerFile("definitions/charts/a.yaml", "{{ helm }}: [Server-VS_17_3_0-2026-08-29"),
                new ConsumerFile("definitions/a.generated.yaml", "Image: Server-VS_17_3_0-2026-08-29"));

        assertThat(update.files())
                .containsExactly(new ConsumerFile(
                        "definitions/a.yaml",
                        "Image: Server-VS_17_3_2-2026-08-29\nOther: Server-VS_17_3_0-2026-08-29"));
    }

    @Test
    void should_name_all_files_that_cannot_be_read_at_once() {
        built("17_3_2");

        assertThatThrownBy(() -> scene.update(
                        OsobPolicy.DEFAULT,
                        new ConsumerFile("a.yaml", "{{ helm }}: [Server-VS_17_3_0-2026-08-29"),
                        new ConsumerFile("b.yaml", "Image: Server-VS_17_3_0-2026-08-29"),
                        new ConsumerFile("c.json", "{\"Image\": \"Server-VS_17_3_0-2026-08-29\"")))
                .isInstanceOf(ConsumerException.class)
                .hasMessageMatching("(?s)a\\.yaml:1:\\d+: .*\nc\\.json:1:\\d+: .*\n"
                        + "correct these files, or leave them out by 'exclude'");
    }

    @Test
    void should_follow_the_mapping_where_there_is_one() {
        built("17_3_1", "17_3_2");
        ConsumerFile file = new ConsumerFile("a.yaml", "Image: Server-VS_17_3_0-2026-08-29");

        ConsumerUpdate promoted =
                plan(ImageMapping.EMPTY.with("vs/server", List.of("Server-VS_17_3_1-2026-08-29")), file);
        ConsumerUpdate not = plan(ImageMapping.EMPTY, file);
        ConsumerUpdate wrong = plan(ImageMapping.EMPTY.with("vs/server", List.of("Server-VS_9-2026-08-29")), file);

        assertThat(moves(promoted)).endsWith("-> Server-VS_17_3_1-2026-08-29");
        assertThat(moves(not)).endsWith("(not promoted)");
        assertThat(moves(wrong)).contains("no build of that name succeeded");
        assertThat(wrong.files()).isEmpty();
    }

    private ConsumerUpdate plan(ImageMapping mapping, ConsumerFile file) {
        return new ConsumerPlanner(scene.names(), scene.offers(), mapping, OsobPolicy.DEFAULT, Scene.NOW)
                .plan(List.of(file));
    }
}
