package dev.imagefactory.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From images that succeeded to their consumers. The clock starts in June 2026. */
class OsobTest extends CommandLineTest {
    private static final String QUEUES = """
            # Who uses what
            queues:
              - &Server   # the base of others
                Name: Server.Open
                Image: 'Server-VS_17_3_1'
                UpdateRequiredDate: 2026-12-01
                EstimatedRemovalDate: 2027-02-01
              - <<: *Server
                Name: Server.Scouting
              - {Name: Client.Open, Image: Client-VS_17_3_1-2026-06-01}
              - {Name: Market, Image: {Publisher: Microsoft, Offer: VS, Version: latest}}
            """;

    @BeforeEach
    void defineImages() {
        write("templates/vs/server.json", "{\"Destination\": {\"CustomImageName\": \"Server-VS_{VS_VERSION}\"}}");
        write(
                "templates/vs/client.json",
                "{\"Destination\": {\"CustomImageName\": \"Client-VS_{VS_VERSION}-{BUILD_DATE}\"}}");
        write("consumer/definitions/queues.yaml", QUEUES);
        variables("VS_VERSION", "17_3_1");
    }

    private void build(String version) {
        variables("VS_VERSION", version);
        run("run");
        letBuildsEnd();
        run("run");
    }

    private String queues() {
        try {
            return Files.readString(folder.resolve("consumer/definitions/queues.yaml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String update(String... options) {
        List<String> arguments = new ArrayList<>(List.of("osob", "update", "--consumer", "consumer"));
        arguments.addAll(List.of(options));
        Outcome update = run(arguments.toArray(String[]::new));
        assertThat(update.status()).as(update.everything()).isZero();
        return update.out();
    }

    @Test
    void should_move_the_queues_of_a_folder_to_what_was_built() {
        emulator();
        build("17_3_1");
        build("17_3_2");

        Outcome versions = run("osob", "versions", "--consumer", "consumer");
        String dry = update("--dry-run");
        String untouched = queues();
        String done = update();

        assertThat(versions.out()).isEqualTo("""
                update     definitions/queues.yaml:5  Server.Open  Server-VS_17_3_1 -> Server-VS_17_3_2 (3 h)
                update     definitions/queues.yaml:5  Server.Scouting  Server-VS_17_3_1 -> Server-VS_17_3_2 (3 h)
                update     definitions/queues.yaml:10  Client.Open  Client-VS_17_3_1-2026-06-01 -> Client-VS_17_3_2-2026-06-20 (3 h)
                """);
        assertThat(versions.err()).endsWith("3 references: 0 current, 3 to update, 0 held back\n");
        assertThat(untouched).isEqualTo(QUEUES);
        assertThat(dry).contains("Update VS from 17.3.1 to 17.3.2", """
                --- definitions/queues.yaml
                +++ definitions/queues.yaml
                @@ -5 +5 @@
                -    Image: 'Server-VS_17_3_1'
                +    Image: 'Server-VS_17_3_2'
                @@ -6 +6 @@
                -    UpdateRequiredDate: 2026-12-01
                +    UpdateRequiredDate: 2027-02-01
                """);
        assertThat(done).contains("created ");
        assertThat(queues())
                .isEqualTo(QUEUES.replace("Server-VS_17_3_1", "Server-VS_17_3_2")
                        .replace("Client-VS_17_3_1-2026-06-01", "Client-VS_17_3_2-2026-06-20")
                        .replace("2026-12-01", "2027-02-01"));
        assertThat(update()).doesNotContain("update ").contains("unchanged");
    }

    @Test
    void should_propose_a_branch_once_and_go_back_after_a_rollback() throws Exception {
        emulator();
        build("17_3_1");
        try (Git git = Git.init()
                .setBare(true)
                .setInitialBranch("main")
                .setDirectory(folder.resolve("osob.git").toFile())
                .call()) {
            commit(git.getRepository(), "definitions/queues.yaml", QUEUES);
            String remote = folder.resolve("osob.git").toUri().toString();
            write("imagefactory.yaml", "osob: {consumer: \"" + remote + "\", mapping: images.json}");
            run("promote", "--all-passed");
            run("osob", "update");
            merge(git.getRepository());
            String first = file(git.getRepository(), "main");
            build("17_3_2");

            Outcome held = run("osob", "update");
            Outcome promoted = run("promote", "--all-passed");
            Outcome proposed = run("osob", "update");
            ObjectId branch = git.getRepository().resolve("imagefactory/osob");
            Outcome again = run("osob", "update");

            assertThat(held.out()).contains("unchanged");
            assertThat(promoted.out()).isEqualTo("""
                    vs/client: Client-VS_17_3_1-2026-06-20 -> Client-VS_17_3_2-2026-06-20
                    vs/server: Server-VS_17_3_1 -> Server-VS_17_3_2
                    """);
            assertThat(proposed.status()).as(proposed.everything()).isZero();
            assertThat(proposed.out()).contains("created imagefactory/osob");
            assertThat(file(git.getRepository(), "imagefactory/osob"))
                    .isEqualTo(first.replace("17_3_1", "17_3_2").replace("2026-12-01", "2027-02-01"));
            assertThat(again.out()).contains("unchanged imagefactory/osob");
            assertThat(git.getRepository().resolve("imagefactory/osob")).isEqualTo(branch);
            assertThat(run("status").out()).contains("imagefactory/osob");

            merge(git.getRepository());
            Outcome back = run("rollback", "vs/server");
            run("osob", "update");

            assertThat(back.out()).isEqualTo("vs/server: Server-VS_17_3_2 -> Server-VS_17_3_1\n");
            assertThat(Files.readString(folder.resolve("images.json"))).isEqualTo("""
                    {
                      "vs/client": "Client-VS_17_3_2-2026-06-20",
                      "vs/server": "Server-VS_17_3_1"
                    }
                    """);
            assertThat(file(git.getRepository(), "imagefactory/osob"))
                    .isEqualTo(first.replace("17_3_1", "17_3_2")
                            .replace("2026-12-01", "2027-02-01")
                            .replace("Server-VS_17_3_2", "Server-VS_17_3_1"));

            run("promote", "vs/server", "--to", "Server-VS_17_3_2");
            run("osob", "update");
            assertThat(git.getRepository().resolve("imagefactory/osob"))
                    .as("nothing is left to change")
                    .isNull();
        }
    }

    @Test
    void should_say_what_a_failed_image_holds_back() {
        emulator("fail=Client*");
        write("imagefactory.yaml", "maxAttempts: 1");
        variables("VS_VERSION", "17_3_2");
        run("run");
        letBuildsEnd();
        run("run");

        Outcome json = run("osob", "update", "--consumer", "consumer", "--dry-run", "--output", "json");

        JsonNode document = json.json();
        assertThat(document.at("/references/2/state").textValue()).isEqualTo("held");
        assertThat(document.at("/references/2/why").textValue()).contains("failed");
        assertThat(document.at("/proposal/text").textValue())
                .contains("### Held back", "`vs/client` stays on `Client-VS_17_3_1-2026-06-01`");
        assertThat(document.at("/proposal/files/0").textValue()).isEqualTo("definitions/queues.yaml");
        assertThat(document.at("/dates/0/kind").textValue()).isEqualTo("moved");
        assertThat(update("--all-or-nothing")).contains("unchanged", "all or nothing was asked for");
        assertThat(queues()).isEqualTo(QUEUES);
    }

    @Test
    void should_promote_only_what_passed() {
        emulator("fail=Client*");
        write("imagefactory.yaml", "maxAttempts: 1");
        build("17_3_2");
        write("templates/vs/server.json", """
                {"x-imagefactory": {"ring": "scouting"}, "Destination": {"CustomImageName": "Server-VS_{VS_VERSION}"}}
                """);

        Outcome named = run("promote", "vs/client", "--mapping", "images.json");
        Outcome ring = run("promote", "vs/client", "--ring", "scouting", "--mapping", "images.json");
        Outcome all = run("promote", "--all-passed", "--mapping", "images.json", "--output", "json");

        assertThat(named.status()).isEqualTo(1);
        assertThat(named.out()).startsWith("vs/client: not promoted; ");
        assertThat(ring.status()).isEqualTo(2);
        assertThat(ring.err()).contains("the image 'vs/client' is not of the ring 'scouting'");
        assertThat(all.status()).isZero();
        assertThat(all.json().at("/images/1/after/0").textValue()).isEqualTo("Server-VS_17_3_2");
        assertThat(all.json().at("/images/0/heldBack").textValue()).contains("failed");
        assertThat(folder.resolve("images.json")).hasContent("""
                {
                  "vs/server": "Server-VS_17_3_2"
                }
                """);
    }

    @Test
    void should_take_a_ring_two_weeks_later() {
        emulator();
        write("imagefactory.yaml", """
                osob:
                  consumer: consumer
                  rings: [{name: scouting, queues: Client*}, {name: regular, soak: 14d}]
                """);
        build("17_3_2");

        assertThat(run("osob", "update", "--ring", "regular").out()).contains("unchanged");
        clock.advance(Duration.ofDays(14));
        assertThat(run("osob", "update", "--ring", "regular").out())
                .contains("Update regular VS from 17.3.1 to 17.3.2");
        assertThat(queues()).contains("Server-VS_17_3_2", "Client-VS_17_3_1-2026-06-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "osob versions | say whose references are meant",
                "osob move --consumer consumer | osob takes 'versions' or 'update'",
                "osob versions --consumer nowhere | does not exist; check the path",
                "osob update --consumer consumer --pull-request github | a folder has no branches",
                "osob update --consumer https://github.com/o/r --pull-request gitlab | is none of azure-devops",
                "osob update --consumer http://example.com/r.git | give an address with https",
                "osob update --consumer https://user:password@example.com/r.git | holds a password",
                "promote vs/server | say which file the versions are in",
                "promote --mapping images.json | promote takes --all-passed, or images",
                "promote vs/serve --mapping images.json | there is no image 'vs/serve'; did you mean 'vs/server'?",
                "promote vs/server --to x --mapping images.json | no build of 'vs/server' made 'x'",
                "osob versions --consumer consumer --ring regualr | there is no ring 'regualr'",
                "osob versions --consumer consumer --mapping no.json | the mapping no.json does not exist",
                "promote --all-passed --ring x --mapping images.json | no image says of itself",
                "promote --all-passed --mapping no/images.json | the folder of the mapping no/images.json does not exist",
                "rollback vs/server --mapping no.json | the mapping no.json does not exist",
                "rollback vs/server --ring x | leave out --ring",
                "rollback | rollback takes one image",
                "rollback vs/server | no build of 'vs/server' succeeded",
            })
    void should_say_what_a_call_lacks(String call) {
        String[] parts = call.split(" \\| ", 2);

        Outcome outcome = run(parts[0].split(" ", -1));

        assertThat(outcome.status()).as(outcome.everything()).isEqualTo(2);
        assertThat(outcome.err()).contains(parts[1]).doesNotContain("password@");
    }

    @Test
    void should_end_with_3_where_the_repository_cannot_be_reached() {
        environment.put("IMAGE_FACTORY_CONSUMER_TOKEN", "token-that-is-secret");

        Outcome outcome = run("osob", "versions", "--consumer", "http://localhost:1/osob.git");

        assertThat(outcome.status()).as(outcome.everything()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("cannot read http://localhost:1/osob.git", "check the address and the network")
                .doesNotContain("secret");
    }

    private static void commit(Repository repository, String path, String text) throws GitAPIException, IOException {
        Path work = Files.createTempDirectory(repository.getDirectory().toPath().getParent(), "work");
        try (Git git = Git.cloneRepository()
                .setURI(repository.getDirectory().toURI().toString())
                .setDirectory(work.toFile())
                .call()) {
            StoredConfig config = git.getRepository().getConfig();
            config.setBoolean("commit", null, "gpgsign", false);
            Files.createDirectories(work.resolve(path).getParent());
            Files.write(work.resolve(path), text.getBytes(UTF_8));
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("queues")
                    .setAuthor("a", "a@b")
                    .setCommitter("a", "a@b")
                    .setSign(false)
                    .call();
            git.push().add(Constants.HEAD + ":refs/heads/main").call();
        }
    }

    /** A person merges the branch, and the server deletes it. */
    private static void merge(Repository repository) throws IOException {
        ObjectId head = repository.resolve("imagefactory/osob");
        set(repository, "refs/heads/main", head);
        var delete = repository.updateRef("refs/heads/imagefactory/osob");
        delete.setForceUpdate(true);
        delete.delete();
    }

    private static void set(Repository repository, String ref, ObjectId id) throws IOException {
        var update = repository.updateRef(ref);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.update();
    }

    private static String file(Repository repository, String branch) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(repository.resolve(branch));
            try (TreeWalk tree = TreeWalk.forPath(repository, "definitions/queues.yaml", commit.getTree())) {
                return new String(repository.open(tree.getObjectId(0)).getBytes(), UTF_8);
            }
        }
    }
}
