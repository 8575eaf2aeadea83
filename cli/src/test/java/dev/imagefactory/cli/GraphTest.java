package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on what, drawn. */
class GraphTest extends CommandLineTest {
    private void defineImages() {
        define("VS2022/base", "VS_URL");
        write("templates/VS2022/top.json", """
                {
                  "x-imagefactory": {"base": "VS2022/base"},
                  "Url": "{VS_URL}",
                  "Year": "{YEAR}",
                  "Destination": [
                    {"StorageAccountName": "east", "CustomImageName": "top"},
                    {"StorageAccountName": "west", "CustomImageName": "top"}
                  ]
                }
                """);
        write("templates/bare.json", "{}");
        variables("VS_URL", "u", "YEAR", "2022", "SPARE", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mermaid", "dot", "json"})
    void should_draw_the_graph_of_the_contract(String format) throws Exception {
        defineImages();

        Outcome graph = run("graph", "--format", format);

        assertThat(graph.status()).as(graph.err()).isZero();
        Golden.assertEquals("graph." + format, graph.out());
    }

    @Test
    void should_draw_mermaid_unless_json_is_asked_for() {
        defineImages();

        assertThat(run("graph").out())
                .isEqualTo(run("graph", "--format", "mermaid").out());
        assertThat(run("graph", "--output", "json").out())
                .isEqualTo(run("graph", "--format", "json").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"graph --format svg", "graph --format dot --output json", "graph --format MERMAID"})
    void should_refuse_another_format(String call) {
        defineImages();

        assertThat(run(call.split(" ")).status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mermaid", "dot"})
    void should_let_no_name_break_out_of_its_label(String format) {
        String hostile = "a\"] --> x; `b` <script> & #quot; \\\\N ##vso[task] \\u001b[31m \\u2028 é %% end";
        write(
                "templates/one.json",
                "{\"Destination\": [{\"CustomImageName\": \"" + hostile.replace("\"", "\\\"") + "\"}]}");

        Outcome graph = run("graph", "--format", format);

        String label = graph.out()
                .lines()
                .filter(line -> line.contains("script"))
                .findFirst()
                .orElse(graph.err());
        assertThat(label.replaceAll("^[^\"]*\"|\"[^\"]*$", ""))
                .doesNotContain("\"", "<", ">", "`", "\\", "[", "]", "\u001b");
        assertThat(label).contains("é");
        assertThat(graph.out().lines()).hasSize(format.equals("dot") ? 6 : 4);
    }

    @Test
    void should_print_the_same_bytes_whatever_the_locale() {
        defineImages();
        Locale before = Locale.getDefault();
        List<String> outputs = new ArrayList<>();
        try {
            for (String tag : List.of("en", "tr", "ar-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                outputs.add(run("graph").out()
                        + run("graph", "--output", "json").out()
                        + run("affected", "--variable", "YEAR", "--output", "json")
                                .out()
                        + run("explain", "bare").out());
            }
        } finally {
            Locale.setDefault(before);
        }

        assertThat(outputs).containsOnly(outputs.get(0));
    }

    @Test
    void should_name_only_nodes_that_are_there() {
        defineImages();

        JsonNode graph = run("graph", "--output", "json").json();

        assertThat(graph.get("edges")).isNotEmpty().allSatisfy(edge -> {
            assertThat(edge.get("from").intValue())
                    .isBetween(0, graph.get("nodes").size() - 1);
            assertThat(edge.get("to").intValue())
                    .isBetween(0, graph.get("nodes").size() - 1);
        });
    }
}
