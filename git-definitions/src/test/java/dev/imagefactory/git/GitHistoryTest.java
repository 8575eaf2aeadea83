package dev.imagefactory.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHistoryTest {
    @TempDir
    private Path folder;

    private Path work;
    private TestRepository repository;

    @BeforeEach
    void makeRepository() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        repository = TestRepository.in(work);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    /** The ids of what is read, defaults included, or the problems. */
    private List<String> read(String ref, String templates, String... variables) {
        return read(work, ref, templates, variables);
    }

    private static List<String> read(Path workTree, String ref, String templates, String... variables) {
        Problems problems = new Problems();
        try (GitHistory history = GitHistory.open(workTree)) {
            List<Path> files = Stream.of(variables).map(workTree::resolve).toList();
            DefinitionSet set = history.at(ref).read(workTree.resolve(templates), files, problems);
            return problems.errors() > 0
                    ? problems.sorted().stream().map(Problem::toString).toList()
                    : set.files().stream().map(Definition::id).sorted().toList();
        }
    }

    @Test
    void should_read_definitions_and_variables_as_they_stood() {
        repository
                .write("templates/VS/a.json", "{\"k\": \"{V}\"}")
                .write("templates/_defaults.json", "{\"d\": 1}")
                .write("conf/variables.json", "{\"V\": \"old\"}");
        String old = repository.commit();
        repository.write("templates/VS/a.json", "broken").write("conf/variables.json", "{\"V\": \"new\"}");
        repository.commit();
        Problems problems = new Problems();
        RenderedImage image;

        try (GitHistory history = GitHistory.open(work.resolve("templates"))) {
            GitRevision revision = history.at("HEAD~1");
            DefinitionSet set =
                    revision.read(work.resolve("templates"), List.of(work.resolve("conf/variables.json")), problems);
            image = new TemplateEngine(ImageNamePointer.DEFAULT)
                    .render(set, problems)
                    .images()
                    .get(0);
            assertThat(revision.commit()).isEqualTo(old);
        }

        assertThat(problems.sorted()).isEmpty();
        assertThat(image.payload().text()).isEqualTo("{\"d\":1,\"k\":\"old\"}");
        assertThat(image.file()).isEqualTo("HEAD~1:templates/VS/a.json");
    }

    @Test
    void should_take_branches_tags_and_the_beginnings_of_hashes() throws Exception {
        repository.write("t/a.json", "{}");
        String first = repository.commit();
        repository
                .git()
                .tag()
                .setName("v1")
                .setAnnotated(true)
                .setSigned(false)
                .setMessage("one")
                .call();
        repository.write("t/b.json", "{}").commit();

        for (String ref : List.of("v1", first, first.substring(0, 8), "HEAD^", "main~1", "refs/tags/v1")) {
            assertThat(read(ref, "t")).as(ref).containsExactly("a");
        }
        assertThat(read("main", "t")).containsExactly("a", "b");
    }

    @Test
    void should_pass_over_what_a_folder_passes_over() {
        repository
                .write("t/.hidden.json", "{}")
                .write("t/.hidden/a.json", "{}")
                .write("t/readme.md", "{}")
                .write("t/variables.json", "{}")
                .write("t/folder.json/b.yml", "{}")
                .write("t/C.YAML", "{}")
                .write("elsewhere.json", "{}")
                .commit();

        assertThat(read("HEAD", "t", "t/variables.json")).containsExactly("C", "folder.json/b");
        assertThat(read("HEAD", "")).contains("elsewhere", "t/variables");
    }

    @Test
    void should_read_what_was_committed_and_not_what_lies_in_the_work_tree() {
        repository.write("t/a.json", "{}").commit();
        repository.delete("t/a.json").write("t/b.json", "{}");

        assertThat(read("HEAD", "t")).containsExactly("a");
        assertThat(work.resolve("t/a.json")).doesNotExist();
    }

    @Test
    void should_follow_links_within_the_repository() {
        repository
                .write("shared/a.json", "{\"from\": \"shared\"}")
                .write("shared/deep/b.json", "{}")
                .write("variables.json", "{}")
                .link("t/one.json", "../shared/a.json")
                .link("t/more", "../shared/deep")
                .link("t/chain.json", "one.json")
                .link("t/v.json", "../variables.json")
                .link("t/ignored.txt", "nowhere")
                .link("linked", "t")
                .commit();

        assertThat(read("HEAD", "t", "t/v.json")).containsExactly("chain", "more/b", "one");
        assertThat(read("HEAD", "linked", "linked/v.json")).containsExactly("chain", "more/b", "one");
    }

    @ParameterizedTest
    @CsvSource({
        "a.json, nowhere.json, 'this is no file, or a link that leads to none'",
        "a.json, a.json, 'this is no file, or a link that leads to none'",
        "a.json, /etc/hosts, this link leads out of the repository",
        "a.json, ../../x.json, this link leads out of the repository",
        "more, ../.., this link leads out of the repository",
        "more, ../t, this link leads to a folder around it"
    })
    void should_report_a_link_that_cannot_be_followed(String link, String target, String message) {
        repository.write("t/b.json", "{}").link("t/" + link, target).commit();

        assertThat(read("HEAD", "t"))
                .singleElement()
                .asString()
                .startsWith("HEAD:t/" + link + ": error unreadable-file: " + message)
                .contains("; correct the link");
    }

    @Test
    void should_report_what_did_not_exist_instead_of_an_empty_set() {
        repository.write("t/b.json", "{}").write("empty/readme.md", "x").write("file", "x");
        repository.commit();

        assertThat(read("HEAD", "later"))
                .containsExactly("HEAD:later: error unreadable-file: there is no such folder of definitions in this"
                        + " commit; choose a commit that has it, or name the folder of that time");
        assertThat(read("HEAD", "file")).singleElement().asString().contains("no such folder");
        assertThat(read("HEAD", "empty")).singleElement().asString().contains("error no-definitions");
        assertThat(read("HEAD", "t", "t/variables.json"))
                .containsExactly("HEAD:t/variables.json: error unreadable-file: there is no such file of variables in"
                        + " this commit; choose a commit that has it, or name the file of that time");
    }

    @Test
    void should_know_which_files_there_were() {
        repository.write("t/b.json", "{}").commit();
        repository.write("t/c.json", "{}");

        try (GitHistory history = GitHistory.open(work)) {
            GitRevision revision = history.at("HEAD");
            assertThat(revision.holds(work.resolve("t/b.json"))).isTrue();
            assertThat(revision.holds(work.resolve("t/c.json"))).isFalse();
            assertThat(revision.holds(work.resolve("t"))).isFalse();
            assertThat(revision.file(work.resolve("t/b.json")))
                    .hasValueSatisfying(file -> assertThat(file.path()).isEqualTo("HEAD:t/b.json"));
            assertThat(revision.file(work.resolve("t/c.json"))).isEmpty();
            assertThat(revision.file(work.resolve("t"))).isEmpty();
            assertThat(revision.file(work.resolve("../t/b.json"))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, the repository has no commit 'nobody'; check the name; git fetch origin nobody",
        "origin/main, the repository has no commit 'origin/main'; git fetch origin main",
        "HEAD~9, the repository has no commit 'HEAD~9'; give a branch",
        "0123456789012345678901234567890123456789, the repository has no commit '0123; check the name",
        "a b, 'a b'; give a branch, a tag, a hash, or such as HEAD~1",
        "main..HEAD, main..HEAD; give a branch",
        "'', the repository has no commit ''; give a branch",
        "HEAD:t, HEAD:t; give a branch"
    })
    void should_say_what_to_do_about_a_commit_that_is_not_there(String ref, String parts) {
        repository.write("t/b.json", "{}").commit();

        assertThatThrownBy(() -> read(ref, "t"))
                .isInstanceOf(GitHistoryException.class)
                .hasMessageContainingAll(parts.split("; "));
    }

    @Test
    void should_ask_for_more_history_where_the_clone_is_shallow() throws Exception {
        repository.write("t/a.json", "{}");
        String first = repository.commit();
        repository.write("t/b.json", "{}").commit();
        Path shallow = folder.resolve("shallow");
        Git.cloneRepository()
                .setURI(work.toUri().toString())
                .setDirectory(shallow.toFile())
                .setDepth(1)
                .call()
                .close();

        assertThat(read(shallow, "HEAD", "t")).containsExactly("a", "b");
        for (String ref : List.of(first, "HEAD~1")) {
            assertThatThrownBy(() -> read(shallow, ref, "t"))
                    .as(ref)
                    .isInstanceOf(GitHistoryException.class)
                    .hasMessageContaining("git fetch --unshallow");
        }
    }

    @Test
    void should_say_which_object_a_partial_or_damaged_clone_lacks() throws Exception {
        repository.write("t/a.json", "{\"unique\": 1}").commit();
        String blob = repository.git().getRepository().resolve("HEAD:t/a.json").getName();
        Files.delete(work.resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2)));

        assertThatThrownBy(() -> read("HEAD", "t"))
                .isInstanceOf(GitHistoryException.class)
                .hasMessageContainingAll(blob, "partial or damaged");
    }

    @Test
    void should_say_that_there_is_no_repository_or_that_a_path_lies_outside() throws IOException {
        repository.write("t/b.json", "{}").commit();
        Path nowhere = Files.createDirectory(folder.resolve("nowhere"));
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.createDirectory(broken.resolve(".git"));

        assertThatThrownBy(() -> GitHistory.open(nowhere))
                .isInstanceOf(GitHistoryException.class)
                .hasMessageContainingAll("no git repository holds", "nowhere", "clone");
        assertThatThrownBy(() -> GitHistory.open(broken))
                .isInstanceOf(GitHistoryException.class)
                .hasMessageContaining("git status");
        assertThatThrownBy(() -> read("HEAD", "../nowhere"))
                .isInstanceOf(GitHistoryException.class)
                .hasMessageContaining("lies outside of the git repository");
    }

    @Test
    void should_read_before_the_first_commit_nothing_but_an_error() {
        for (String ref : List.of("HEAD", "main", "HEAD~1")) {
            assertThatThrownBy(() -> read(ref, "t"))
                    .isInstanceOf(GitHistoryException.class)
                    .hasMessageContaining("has no commit yet");
        }
    }

    @Test
    void should_find_the_repository_of_a_folder_that_is_reached_by_a_link_or_is_gone() throws IOException {
        repository.write("t/a.json", "{}").commit();
        Path link = Files.createSymbolicLink(folder.resolve("link"), work.resolve("t"));
        Problems problems = new Problems();

        try (GitHistory history = GitHistory.open(link)) {
            assertThat(history.at("HEAD").read(link, List.of(), problems).files())
                    .hasSize(1);
        }
        repository.delete("t/a.json", "t");
        try (GitHistory history = GitHistory.open(work.resolve("t"))) {
            assertThat(history.at("HEAD")
                            .read(work.resolve("t"), List.of(), problems)
                            .files())
                    .hasSize(1);
        }
        assertThat(problems.sorted()).isEmpty();
    }

    /** As {@code git worktree add} lays it out. */
    @Test
    void should_read_from_a_linked_work_tree() throws IOException {
        repository.write("t/a.json", "{}");
        String first = repository.commit();
        repository.write("t/b.json", "{}").commit();
        Path linked = Files.createDirectory(folder.resolve("linked"));
        Path own = Files.createDirectories(work.resolve(".git/worktrees/linked"));
        Files.writeString(own.resolve("HEAD"), first + "\n");
        Files.writeString(own.resolve("commondir"), "../..\n");
        Files.writeString(own.resolve("gitdir"), linked.resolve(".git") + "\n");
        Files.writeString(linked.resolve(".git"), "gitdir: " + own + "\n");

        assertThat(read(linked, "HEAD", "t")).containsExactly("a");
        assertThat(read(linked, "main", "t")).containsExactly("a", "b");
    }

    @Test
    void should_pass_over_submodules() throws Exception {
        repository.write("t/a.json", "{}").commit();
        Path module = Files.createDirectories(work.resolve("t/module"));
        try (TestRepository inner = TestRepository.in(module)) {
            inner.write("b.json", "{}").commit();
        }
        repository.commit();

        assertThat(repository.git().getRepository().resolve("HEAD:t/module")).isNotNull();
        assertThat(read("HEAD", "t")).containsExactly("a");
    }

    @Test
    void should_read_bytes_without_filters() throws IOException {
        repository
                .write(".gitattributes", "* text=auto eol=crlf\n")
                .write("t/a.json", "{\n}\n")
                .commit();
        Problems problems = new Problems();

        try (GitHistory history = GitHistory.open(work)) {
            List<Definition> files = history.at("HEAD")
                    .read(work.resolve("t"), List.of(), problems)
                    .files();
            assertThat(files.get(0).file())
                    .usingRecursiveComparison()
                    .isEqualTo(SourceFile.of("HEAD:t/a.json", "{\n}\n".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void should_read_without_writing_anything_and_without_the_settings_of_the_user() throws Exception {
        repository.write("t/a.json", "{}").commit();
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve(".gitconfig"), "this is [no configuration");
        List<String> before = files(folder);
        ProcessBuilder reading = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                ReadingProcess.class.getName(),
                work.resolve("t").toString(),
                "HEAD");
        reading.environment().put("HOME", home.toString());
        reading.environment().put("GIT_DIR", folder.resolve("nowhere").toString());
        reading.environment().remove("XDG_CONFIG_HOME");

        Process process = reading.redirectErrorStream(true).start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("1");
        assertThat(process.waitFor()).isZero();
        assertThat(files(folder)).isEqualTo(before);
    }

    @Test
    void should_leave_alone_the_view_of_the_machine_that_a_program_has_chosen() {
        SystemReader own = new SystemReader.Delegate(SystemReader.getInstance());
        SystemReader before = SystemReader.getInstance();
        try {
            SystemReader.setInstance(own);
            RepositoryOnlyReader.install();

            assertThat(SystemReader.getInstance()).isSameAs(own);
        } finally {
            SystemReader.setInstance(before);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted().toList()) {
                files.add(file + " " + Files.getLastModifiedTime(file) + " "
                        + (Files.isDirectory(file) ? "" : Files.size(file)));
            }
        }
        return files;
    }
}
