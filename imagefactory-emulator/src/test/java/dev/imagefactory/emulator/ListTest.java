package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagefactory.emulator.ContractClient.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListTest extends EmulatorTest {

    @Test
    void should_list_no_jobs_at_first() throws Exception {
        Reply reply = client(emulator()).get("/api/images");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).hasToString("{\"value\":[]}");
    }

    @Test
    void should_list_the_newest_first_also_within_one_millisecond() throws Exception {
        ContractClient client = client(emulator());
        client.create("a");
        client.create("b");
        client.create("c");

        assertThat(names(client.get("/api/images"))).containsExactly("c", "b", "a");
    }

    @Test
    void should_filter_by_image_name_without_regard_to_case() throws Exception {
        ContractClient client = client(emulator());
        client.create("?imageName=Helix-VS2019&imageName=second", "{}");
        client.create("Helix-VS2019-preview");
        client.create("helix-vs2019");

        assertThat(names(client.get("/api/images?imageName=HELIX-vs2019")))
                .containsExactly("helix-vs2019", "Helix-VS2019");
        assertThat(names(client.get("/api/images?imageName=Second"))).containsExactly("Helix-VS2019");
        assertThat(names(client.get("/api/images?imageName=Helix*"))).isEmpty();
    }

    @Test
    void should_page_through_without_loss_while_jobs_are_added() throws Exception {
        ContractClient client = client(emulator());
        for (int i = 1; i <= 5; i++) {
            client.create("?imageName=a%20%26b&imageName=" + i, "{}");
            client.create("other");
        }
        List<Integer> sizes = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        URI next = URI.create("/api/images?imageName=A%20%26B&maxPageSize=2");
        while (next != null) {
            JsonNode page = client.get(next.toString()).json();
            client.create("?imageName=a%20%26b&imageName=late", "{}");
            sizes.add(page.get("value").size());
            page.get("value").forEach(job -> numbers.add(job.at("/imageNames/1").textValue()));
            next = page.has("nextLink") ? URI.create(page.get("nextLink").textValue()) : null;
        }

        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(numbers).containsExactly("5", "4", "3", "2", "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxPageSize=0",
                "maxPageSize=1001",
                "maxPageSize=x",
                "maxPageSize=99999999999",
                "maxPageSize=",
                "maxPageSize=1&maxPageSize=1",
                "imageName=",
                "imageName=a&imageName=b",
                "continuationToken=x",
                "continuationToken=6f1c5a5e-3f0b-4c5e-9a53-0d8a6f2f4b11"
            })
    void should_refuse_bad_queries(String query) throws Exception {
        assertThat(client(emulator()).get("/api/images?" + query).status()).isEqualTo(400);
    }

    private static List<String> names(Reply list) {
        List<String> names = new ArrayList<>();
        list.json()
                .get("value")
                .forEach(job -> names.add(job.at("/imageNames/0").textValue()));
        return names;
    }
}
