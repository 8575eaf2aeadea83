package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change concerns: since a commit, with other values, of one variable. */
class AffectedTest extends CommandLineTest {
    @BeforeEach
    void defineImages() {
        define("VS2022/client", "VS_URL");
        define("VS2022/server", "VS_URL", "YEAR");
        define("ubuntu");
        variables("VS_URL", "https://example.com/1", "YEAR", "2022", "SPARE", "x");
    }

    private void commit() {
        try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
            git.add().addFilepattern(".").call();
            for (String gone : List.copyOf(git.status().call().getMissing())) {
                git.rm().addFilepattern(gone).call();
            }
            git.commit()
                    .setMessage("a step")
                    .setAuthor("somebody", "somebody@example.com")
                    .setCommitter("somebody", "somebody@example.com")
                    .setSign(false)
                    .call();
        } catch (GitAPIException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void should_compare_the_work_tree_with_a_commit() throws Exception {
        commit();
        variables("VS_URL", "https://example.com/2", "YEAR", "2022", "SPARE", "y");
        define("debian");
        Files.delete(folder.resolve("templates/ubuntu.json"));

        Outcome affected = run("affected", "--since", "HEAD");

        assertThat(affected.status()).as(affected.err()).isZero();
        assertThat(affected.out().lines())
                .containsExactly(
                        "VS2022/client: VS_URL: https://example.com/1 -> https://example.com/2",
                        "VS2022/server: VS_URL: https://example.com/1 -> https://example.com/2",
                        "debian: added",
                        "ubuntu: removed");
        assertThat(affected.err()).endsWith("4 images affected\n");
    }

    @Test
    void should_compare_two_commits_whatever_the_work_tree_holds() {
        commit();
        variables("VS_URL", "https://example.com/1", "YEAR", "2026", "SPARE", "x");
        commit();
        write("templates/ubuntu.json", "broken");

        Outcome affected = run("affected", "--since", "HEAD~1", "--until", "HEAD");

        assertThat(affected.status()).as(affected.err()).isZero();
        assertThat(affected.out().lines()).containsExactly("VS2022/server: YEAR: 2022 -> 2026");
    }

    @Test
    void should_print_the_document_of_the_contract() throws Exception {
        write("templates/moved.json", "{\"k\": 1, \"Destination\": [{\"CustomImageName\": \"moved\"}]}");
        write("templates/VS2022/_defaults.json", "{\"Timeout\": 1}");
        write("templates/edited.json", "{\"k\": {\"a/b\": \"kv_one\"}}");
        commit();
        Files.createDirectories(folder.resolve("templates/new"));
        Files.move(folder.resolve("templates/moved.json"), folder.resolve("templates/new/moved.json"));
        write("templates/VS2022/_defaults.json", "{\"Timeout\": 2}");
        write("templates/edited.json", "{\"k\": {\"a/b\": \"kv_two\"}}");
        variables("VS_URL", "https://example.com/1", "YEAR", "2026", "SPARE", "x");

        Outcome affected = run("affected", "--since", "HEAD", "--output", "json");

        Golden.assertEquals("affected.json", affected.out());
    }

    @Test
    void should_say_what_other_values_would_change() {
        Outcome one = run("affected", "--set", "YEAR=a=b");
        Outcome two = run("affected", "--set", "YEAR=2026", "--set", "VS_URL=", "--set", "YEAR=2030");
        Outcome same = run("affected", "--set", "YEAR=2022", "--output", "json");

        assertThat(one.out()).isEqualTo("VS2022/server: YEAR: 2022 -> a=b\n");
        assertThat(two.out().lines())
                .containsExactly(
                        "VS2022/client: VS_URL: https://example.com/1 -> ",
                        "VS2022/server: VS_URL: https://example.com/1 -> ; YEAR: 2022 -> 2030");
        assertThat(same.json().get("images")).isEmpty();
    }

    @Test
    void should_refuse_a_value_that_would_break_the_definitions() {
        Outcome affected = run("affected", "--set", "YEAR={VS_URL}", "--output", "json");

        assertThat(affected.status()).isEqualTo(2);
        assertThat(affected.json().at("/problems/0/code").textValue()).isEqualTo("unresolved-variable");
    }

    @Test
    void should_say_who_uses_a_variable() {
        Outcome text = run("affected", "--variable", "YEAR");
        JsonNode json =
                run("affected", "--variable", "YEAR", "--output", "json").image("VS2022/server");

        assertThat(text.out()).isEqualTo("VS2022/server: uses YEAR (2022)\n");
        assertThat(json.at("/causes/0/kind").textValue()).isEqualTo("uses");
        assertThat(json.at("/causes/0/before").textValue()).isEqualTo("2022");
        assertThat(run("affected", "--variable", "SPARE").out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            affected                                   | affected takes one of --since, --set and --variable
            affected --since HEAD --variable YEAR      | affected takes one of --since, --set and --variable
            affected --variable YEAR --until HEAD      | --until goes with --since
            affected --variable YEAT                   | there is no variable 'YEAT'; did you mean 'YEAR'?
            affected --set YEAT=1                      | there is no variable 'YEAT'; did you mean 'YEAR'?
            affected --set YEAR                        | 'YEAR' sets nothing; write it as NAME=VALUE
            affected --since HEAD                      | no git repository holds
            """)
    void should_refuse_a_call_that_asks_nothing(String call, String message) {
        Outcome affected = run(call.split(" "));

        assertThat(affected.status()).isEqualTo(2);
        assertThat(affected.err()).contains("error: " + message);
        assertThat(affected.out()).isEmpty();
    }

    @Test
    void should_end_with_an_error_and_never_with_an_empty_set_where_the_past_is_not_known() throws Exception {
        commit();

        Outcome ref = run("affected", "--since", "nobody", "--output", "json");
        Outcome folder = run("affected", "--since", "HEAD", "--templates", "other");
        Files.delete(this.folder.resolve("templates/variables.json"));
        write("templates/values.json", "{\"VS_URL\": \"1\", \"YEAR\": \"1\"}");
        Outcome variables = run("affected", "--since", "HEAD", "--variables", "templates/values.json");

        assertThat(ref.status()).isEqualTo(2);
        assertThat(ref.json().get("error").textValue())
                .isEqualTo("the repository has no commit 'nobody'; check the name, or get it: git fetch origin nobody"
                        + " (imagefactory --help tells more)");
        assertThat(folder.status()).isEqualTo(2);
        assertThat(folder.err()).contains("HEAD:other: error unreadable-file: there is no such folder");
        assertThat(variables.status()).isEqualTo(2);
        assertThat(variables.err())
                .contains("HEAD:templates/values.json: error unreadable-file: there is no such file");
    }

    /** Definitions in {@code old}, with variables beside them, which then move to {@code new} and {@code values}. */
    private void move(String before, String after) throws Exception {
        String oldConfiguration = "templates: old\nvariables: old/variables.json\n";
        Files.move(folder.resolve("templates"), folder.resolve("old"));
        write(before, oldConfiguration);
        commit();
        Files.delete(folder.resolve(before));
        Files.move(folder.resolve("old"), folder.resolve("new"));
        Files.createDirectories(folder.resolve("values"));
        Files.delete(folder.resolve("new/variables.json"));
        write("values/some.json", "{\"VS_URL\": \"https://example.com/1\", \"YEAR\": \"2026\", \"SPARE\": \"x\"}");
        write(after, "templates: new\nvariables: values/some.json\n");
    }

    @ParameterizedTest
    @CsvSource({"imagefactory.yaml, imagefactory.yaml", "imagefactory.yml, imagefactory.yaml"})
    void should_find_definitions_and_variables_where_the_configuration_of_the_commit_says(String before, String after)
            throws Exception {
        move(before, after);

        Outcome files = run("affected", "--since", "HEAD");
        commit();
        Outcome commits = run("affected", "--since", "HEAD~1", "--until", "HEAD");
        Outcome back = run("affected", "--since", "HEAD", "--until", "HEAD~1");

        assertThat(files.status()).as(files.err()).isZero();
        assertThat(files.out()).isEqualTo("VS2022/server: YEAR: 2022 -> 2026\n");
        assertThat(commits.out()).isEqualTo(files.out());
        assertThat(back.out()).isEqualTo("VS2022/server: YEAR: 2026 -> 2022\n");
    }

    @Test
    void should_find_them_by_a_configuration_that_is_named() throws Exception {
        move("conf/dev.yaml", "conf/dev.yaml");
        write("conf/dev.yaml", "templates: ../new\nvariables: ../values/some.json\n");

        Outcome wrong = run("affected", "--since", "HEAD", "--config", "conf/dev.yaml");
        assertThat(wrong.err()).contains("HEAD:conf/old: error unreadable-file: there is no such folder");
        Files.move(folder.resolve("new"), folder.resolve("conf/new"));
        write("conf/dev.yaml", "templates: new\nvariables: ../values/some.json\n");
        commit();
        Files.move(folder.resolve("conf/new"), folder.resolve("conf/newer"));
        write("conf/dev.yaml", "templates: newer\nvariables: ../values/some.json\n");

        Outcome affected = run("affected", "--since", "HEAD", "--config", "conf/dev.yaml");

        assertThat(affected.status()).as(affected.err()).isZero();
        assertThat(affected.out()).isEmpty();
    }

    @Test
    void should_go_by_todays_configuration_where_the_commit_has_none_and_by_options_first() throws Exception {
        Files.move(folder.resolve("templates"), folder.resolve("old"));
        commit();
        write("imagefactory.yaml", "templates: old");
        variables("YEAR", "x");
        write("old/variables.json", "{\"VS_URL\": \"https://example.com/1\", \"YEAR\": \"2026\", \"SPARE\": \"x\"}");

        Outcome affected = run("affected", "--since", "HEAD");
        commit();
        Outcome options = run("affected", "--since", "HEAD", "--templates", "nowhere");

        assertThat(affected.out()).isEqualTo("VS2022/server: YEAR: 2022 -> 2026\n");
        assertThat(options.err()).contains("HEAD:nowhere: error unreadable-file: there is no such folder");
    }

    @Test
    void should_ask_a_configuration_of_the_past_for_places_only() throws Exception {
        move("imagefactory.yaml", "imagefactory.yaml");
        write("imagefactory.yaml", "{templates: new, variables: values/some.json, maxAttempts: many, future: 1}");
        commit();
        write("imagefactory.yaml", "{templates: new, variables: values/some.json}");
        Outcome affected = run("affected", "--since", "HEAD");
        write("imagefactory.yaml", "{templates: 5, variables: values/some.json}");
        commit();
        write("imagefactory.yaml", "{templates: new, variables: values/some.json}");

        Outcome wrong = run("affected", "--since", "HEAD");

        assertThat(affected.status()).as(affected.err()).isZero();
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("HEAD:imagefactory.yaml:1:13: error invalid-setting: the setting 'templates'");
    }

    @Test
    void should_use_the_variables_beside_the_definitions_only_where_they_existed() throws Exception {
        Files.delete(folder.resolve("templates/variables.json"));
        define("VS2022/client");
        define("VS2022/server");
        commit();
        variables("YEAR", "2022");
        define("VS2022/server", "YEAR");

        Outcome affected = run("affected", "--since", "HEAD");

        assertThat(affected.out())
                .isEqualTo("VS2022/server: YEAR is used now (2022); the definition was edited at"
                        + " /Artifacts/0/Parameters/YEAR\n");
    }

    /** The sample set of this repository against its own last commit, where there is a clone with one. */
    @Test
    void should_compare_the_definitions_of_this_repository_with_the_commit_that_is_checked_out() {
        Path root = Path.of(System.getProperty("repository.root"));
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(root.resolve(".git")), "this is no clone");

        Outcome affected = run(
                "affected",
                "--since",
                "HEAD",
                "--until",
                "HEAD",
                "--templates",
                root.resolve("templates/base-images").toString(),
                "--variables",
                root.resolve("templates/variables.json").toString(),
                "--output",
                "json");

        assertThat(affected.status()).as(affected.err()).isZero();
        assertThat(affected.json().get("images")).isEmpty();
    }
}
