package dev.imagefactory.osob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.osob.Proposal.Review;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.template.ImageIdPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalWriterTest {
    private final Scene scene = new Scene()
            .image("vs/server", "Server-VS_{VS_2022_VERSION}-{BUILD_DATE}")
            .image("vs/client", "Client-VS_{VS_2022_VERSION}")
            .variable("VS_2022_VERSION", "17_3_2");

    private Proposal proposal(OsobPolicy policy, String yaml) {
        return new ProposalWriter(policy, scene.names(), "osob", null, Review.NONE).write(scene.update(policy, yaml));
    }

    @Test
    void should_say_what_moves_what_stays_and_why() {
        scene.at("2026-11-20T08:00:00Z").succeeds("vs/server").fails("no `|` <b>@team</b>\nspace", "vs/client");
        OsobPolicy policy = new OsobPolicy(
                List.of(),
                List.of(),
                List.of(),
                List.of("Name"),
                List.of(new Ring("Scouting Release", List.of(), List.of(new ImageIdPattern("*")), Duration.ZERO)),
                RequiredDates.DEFAULT,
                new TreeMap<>(Map.of("VS_2022_VERSION", "VS")),
                false,
                false,
                "Scouting Release");

        Proposal proposal = proposal(policy, """
                - {Name: A, Image: Server-VS_17_3_1-2026-11-01, UpdateRequiredDate: 2026-12-01}
                - {Name: B, Image: Server-VS_17_3_1-2026-11-01}
                - {Name: C, Image: Client-VS_17_3_1}
                """);

        assertThat(proposal.title()).isEqualTo("Update Scouting Release VS from 17.3.1 to 17.3.2");
        assertThat(proposal.key()).matches("osob-scouting-release-[0-9a-f]{8}");
        assertThat(proposal.text()).isEqualTo("""
                - Update Scouting Release VS from 17.3.1 to 17.3.2

                | image | from | to | built | log | tracking id |
                |---|---|---|---|---|---|
                | `vs/server` | `Server-VS_17_3_1-2026-11-01` | `Server-VS_17_3_2-2026-11-20` | 2026-11-20 | [log](https://factory/logs/vs/server) | `job-vs/server-0` |

                ### Queues

                - `definitions/a.yaml`: `A`, `B`

                ### Held back

                - `vs/client` stays on `Client-VS_17_3_1`: `to be built: attempt 2 of 3; the last failed: no '¦' <b>@team</b> space`

                ### Dates

                - `A` must be updated by `2027-03-01`, so far `2026-12-01`
                """);
        assertThat(proposal.files()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "https://a/b) [x](https://evil", "https://a/\ud800", "http:///x", "a|b`c`"
            })
    void should_link_to_plain_addresses_only(String url) {
        Build build = scene.succeeds("vs/server").ledger.contents().builds().get(0);
        BuildProgress progress =
                new BuildProgress(BuildState.SUCCEEDED, Scene.NOW, null, "job", null, Scene.NOW, null, url);

        assertThat(BuildFacts.of(new Build(build.order(), progress, 3)).log()).matches("`[^`|]*`");
    }

    @Test
    void should_identify_what_moves_and_not_where_or_what_else_is_said() {
        scene.succeeds("vs/server", "vs/client");
        OsobPolicy policy = OsobPolicy.DEFAULT;

        String one = proposal(policy, "- Server-VS_17_3_1-2026-11-01\n").content();
        String elsewhere = proposal(policy, "x: 1\ny: Server-VS_17_3_1-2026-11-01\n- z: 2".replace("\n- z: 2", "\n"))
                .content();
        String other = proposal(policy, "- Server-VS_17_3_0-2026-11-01\n").content();
        String more = proposal(policy, "- Server-VS_17_3_1-2026-11-01\n- Client-VS_17_3_1\n")
                .content();

        assertThat(elsewhere).isEqualTo(one);
        assertThat(List.of(other, more)).doesNotContain(one);
    }

    @Test
    void should_give_each_ring_a_branch_of_its_own() {
        List<String> keys = java.util.stream.Stream.of(null, "pre-1", "pre 1", "Pre-1", "\u65e9\u671f")
                .map(ring -> proposal(OsobPolicy.DEFAULT.only(ring), "- x\n").key())
                .toList();

        assertThat(keys).doesNotHaveDuplicates().startsWith("osob", "osob-pre-1");
    }

    @Test
    void should_say_that_nothing_is_left() {
        scene.succeeds("vs/client");

        Proposal proposal = proposal(OsobPolicy.DEFAULT, "- Client-VS_17_3_2\n");

        assertThat(proposal.files()).isEmpty();
        assertThat(proposal.text()).isEqualTo("Nothing is left to update.\n");
        assertThat(proposal.title()).isEqualTo("Update 0 images");
    }

    @Test
    void should_count_images_where_several_versions_move() {
        scene.image("go", "Go_{GO_VERSION}").variable("GO_VERSION", "1_2").succeeds("vs/client", "go");

        Proposal proposal = proposal(OsobPolicy.DEFAULT, "- Client-VS_17_3_1\n- Go_1_1\n- Go_1_1\n");

        assertThat(proposal.title()).isEqualTo("Update 2 images");
        assertThat(proposal.text()).startsWith("""
                - Update GO from 1.1 to 1.2
                - Update VS 2022 from 17.3.1 to 17.3.2
                """);
    }
}
