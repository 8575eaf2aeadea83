package dev.imagefactory.osob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.osob.Proposal.Review;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderConsumerTest {
    @TempDir
    Path root;

    private void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.write(root.resolve(path), text.getBytes(UTF_8));
    }

    private static Proposal proposal(ConsumerFile... files) {
        return new Proposal("osob", "1", "title", "text", List.of(files), Review.NONE);
    }

    @Test
    void should_read_yaml_and_json_as_they_are() throws IOException {
        write("b.yml", "\uFEFFa: 1\r\n");
        write("a/c.JSON", "{}");
        write("a/readme.md", "x");
        write(".git/config.yaml", "x");
        Files.createSymbolicLink(root.resolve("link.yaml"), root.resolve("b.yml"));

        try (FolderConsumer consumer = new FolderConsumer(root)) {
            assertThat(consumer.files())
                    .containsExactly(new ConsumerFile("a/c.JSON", "{}"), new ConsumerFile("b.yml", "\uFEFFa: 1\r\n"));
        }
    }

    @Test
    void should_write_what_changes_and_keep_permissions() throws IOException {
        write("a.yaml", "a: 1\r\n");
        write("b.yaml", "b: 1");
        Files.setPosixFilePermissions(root.resolve("a.yaml"), PosixFilePermissions.fromString("rwxr-x---"));

        try (FolderConsumer consumer = new FolderConsumer(root)) {
            consumer.files();
            assertThat(consumer.propose(proposal(new ConsumerFile("a.yaml", "a: 2\r\n")))
                            .state())
                    .isEqualTo(ProposalResult.State.CREATED);
            assertThat(consumer.propose(proposal()).state()).isEqualTo(ProposalResult.State.UNCHANGED);
        }

        assertThat(root.resolve("a.yaml")).hasContent("a: 2\r\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a.yaml"))))
                .isEqualTo("rwxr-x---");
        assertThat(root.toFile().list()).containsExactlyInAnyOrder("a.yaml", "b.yaml");
    }

    @Test
    void should_not_write_over_what_somebody_else_wrote() throws IOException {
        write("a.yaml", "a: 1");
        write("b.yaml", "b: 1");

        try (FolderConsumer consumer = new FolderConsumer(root)) {
            consumer.files();
            write("b.yaml", "b: 7");
            assertThatThrownBy(() -> consumer.propose(
                            proposal(new ConsumerFile("a.yaml", "a: 2"), new ConsumerFile("b.yaml", "b: 2"))))
                    .isInstanceOf(ConsumerException.class)
                    .hasMessage("b.yaml was changed meanwhile; run this again");
        }
        assertThat(root.resolve("a.yaml")).hasContent("a: 1");
    }

    @Test
    void should_follow_a_link_to_the_folder_itself() throws IOException {
        write("real/a.yaml", "a: 1");
        Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("real"));

        try (FolderConsumer consumer = new FolderConsumer(link)) {
            assertThat(consumer.files()).containsExactly(new ConsumerFile("a.yaml", "a: 1"));
        }
    }

    @Test
    void should_say_how_to_write_a_git_repository_without_files() throws IOException {
        Files.createDirectories(root.resolve("objects"));
        write("HEAD", "ref: refs/heads/main");

        try (FolderConsumer bare = new FolderConsumer(root)) {
            assertThatThrownBy(bare::files)
                    .hasMessageContaining("is a git repository without files; write it as file://");
        }
    }

    @Test
    void should_say_what_cannot_be_read() throws IOException {
        try (FolderConsumer missing = new FolderConsumer(root.resolve("x"))) {
            assertThatThrownBy(missing::files).hasMessageEndingWith("x does not exist; check the path");
        }
        Files.write(root.resolve("a.yaml"), new byte[] {'a', (byte) 0xE9});
        Files.writeString(root.resolve("b.yaml"), "b: 1");
        try (FolderConsumer latin = new FolderConsumer(root)) {
            assertThat(latin.files()).extracting(ConsumerFile::path).containsExactly("b.yaml");
            assertThat(latin.unreadable()).containsExactly("a.yaml is not UTF-8; save it as UTF-8");
        }
    }
}
