package dev.imagefactory.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.osob.ConsumerException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteAddressTest {
    @Test
    void should_leave_out_who_asks() {
        assertThat(RemoteAddress.of("https://somebody@dev.azure.com/o/p/_git/r"))
                .hasToString("https://dev.azure.com/o/p/_git/r");
    }

    @Test
    void should_take_paths_and_this_machine() {
        assertThat(RemoteAddress.of("some folder/x.git"))
                .hasToString(Path.of("some folder/x.git").toAbsolutePath().toString());
        assertThat(RemoteAddress.of("file:///srv/x.git")).hasToString("/srv/x.git");
        assertThat(RemoteAddress.of("http://localhost:8080/x.git")).hasToString("http://localhost:8080/x.git");
    }

    @Test
    void should_refuse_what_would_show_credentials_or_is_not_supported() {
        for (String address : List.of(
                "https://somebody:s3cret@example.com/r",
                "https://:s3cret@example.com/r",
                "http://example.com/r",
                "https://somebody:s3cret@exam ple.com/r",
                "https://somebody:s3cret%@example.com/r",
                "ssh://git@example.com/r",
                "git@example.com:o/r.git")) {
            assertThatThrownBy(() -> RemoteAddress.of(address))
                    .isInstanceOf(ConsumerException.class)
                    .hasNoCause()
                    .hasMessageNotContaining("s3cret");
        }
    }
}
