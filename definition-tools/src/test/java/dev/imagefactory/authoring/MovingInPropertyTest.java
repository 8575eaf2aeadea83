package dev.imagefactory.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What must hold of any definitions, as many hands write them. */
class MovingInPropertyTest {
    /** What texts are made of: values worth a variable, what looks like variables, quotes, unicode, comments. */
    private static final List<String> PIECES = List.of(
            "https://aka.ms/vs/17/release/1_-2/vs_Enterprise.exe",
            "https://aka.ms/vs/17/pre/33_4/vs_BuildTools.exe",
            "https://example.com/tools/x.zip",
            "https://example.com/tools/x.zip.sig",
            "84a65c9a-787d-45da-b10a-3a1cefce8060",
            "a long text, that repeats itself",
            "Helix-VS2022Enterprise_17_2_3-2022-06-20",
            "_17_2_3",
            "22.1.0",
            "{NAME}",
            "<T>",
            "{{X}}",
            "${BUILD_DATE}",
            "{build_date}",
            "{BUILD_DATE}",
            "{name} { $_.Name }",
            "$",
            "{",
            "}",
            "~",
            "'",
            "\"",
            "\\",
            "# no comment",
            ": ",
            "- ",
            "é図\uD83D\uDE00",
            "\u0085\u2028",
            "\t",
            "\n",
            " ",
            "kv_a-secret-of-some-length",
            "%{X}%",
            "");

    private static final List<String> KEYS = List.of(
            "Url",
            "Version",
            "Name",
            "name",
            "SubId",
            "Regions",
            "é",
            "{KEY}",
            "a b",
            "CustomImageName",
            "On",
            "Workloads");

    @Property(tries = 150)
    void should_keep_what_is_built_whatever_is_converted(@ForAll long seed) {
        with(seed, folder -> {
            Map<String, String> meant = meant(folder);

            folder.conversion().writeInPlace(false, true);

            assertThat(meant(folder)).isEqualTo(meant);
            assertThat(folder.files().keySet()).noneMatch(name -> name.endsWith(".yaml"));
            Map<String, String> files = folder.files();
            folder.conversion().writeInPlace(true, true);
            assertThat(folder.files()).isEqualTo(files);
        });
    }

    @Property(tries = 150)
    void should_keep_what_is_built_whatever_is_extracted(@ForAll long seed) {
        with(seed, folder -> {
            Map<String, String> meant = meant(folder);

            VariableExtraction extraction = folder.extraction(1 + (int) Math.floorMod(seed, 3L), false);
            extraction.writeInPlace();

            assertThat(folder.fingerprints()).isEqualTo(meant);
            Map<String, String> files = folder.files();
            VariableExtraction second = folder.extraction(1 + (int) Math.floorMod(seed, 3L), false);
            second.writeInPlace();
            assertThat(second.variables()).isEmpty();
            assertThat(folder.files()).isEqualTo(files);
        });
    }

    @Property(tries = 100)
    void should_find_every_comment_and_nothing_else(@ForAll long seed) {
        RandomDefinition definition = new RandomDefinition(new Random(seed));
        String yaml = definition.yaml();

        assertThat(new YamlTokens(yaml).comments())
                .as(yaml)
                .extracting(Comment::text)
                .containsExactlyElementsOf(definition.comments);
    }

    /** The fingerprints of definitions that mean what they say, by id; found without the code under test. */
    private static SortedMap<String, String> meant(Folder folder) {
        SortedMap<String, String> meant = new TreeMap<>();
        folder.texts()
                .definitions()
                .forEach(file -> meant.put(
                        file.definition().id(),
                        RedactedPayload.fingerprint(new DocumentReader()
                                .read(file.source(), new Problems())
                                .orElseThrow())));
        return meant;
    }

    private static void with(long seed, Consumer<Folder> check) {
        try {
            Path path = Files.createTempDirectory("moving-in");
            try {
                Random random = new Random(seed);
                Folder folder = new Folder(path);
                for (int i = 0; i < 3; i++) {
                    RandomDefinition definition = new RandomDefinition(random);
                    boolean yaml = random.nextInt(3) > 0;
                    folder.with("d" + i + (yaml ? ".yaml" : ".json"), yaml ? definition.yaml() : definition.json());
                }
                check.accept(folder);
            } finally {
                try (Stream<Path> all = Files.walk(path)) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A definition in some styles. */
    private static final class RandomDefinition {
        private final Random random;
        private final List<String> comments = new ArrayList<>();
        private final StringBuilder out = new StringBuilder();

        RandomDefinition(Random random) {
            this.random = random;
        }

        String json() {
            out.append(chance(20) ? "\uFEFF" : "");
            jsonObject(0);
            return out.append('\n').toString();
        }

        private void jsonObject(int depth) {
            out.append('{');
            for (String key : keys()) {
                out.append(chance(30) ? "\r\n// note {X}\n" : " ")
                        .append(quoted(key))
                        .append(chance(50) ? ":" : " : ");
                jsonValue(depth);
                out.append(',');
            }
            out.append(" \"end\": 1.10}");
        }

        private void jsonValue(int depth) {
            switch (random.nextInt(depth > 2 ? 4 : 6)) {
                case 0 -> out.append(chance(50) ? "1.10" : "true");
                case 4 -> {
                    out.append('[');
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        jsonValue(depth + 1);
                        out.append(i > 0 ? "," : "");
                    }
                    out.append(']');
                }
                case 5 -> jsonObject(depth + 1);
                default -> out.append(quoted(text()));
            }
        }

        String yaml() {
            if (chance(20)) {
                comment("");
            }
            yamlMapping(0);
            return out.toString();
        }

        private void yamlMapping(int depth) {
            String indent = "  ".repeat(depth);
            for (String key : keys()) {
                if (chance(20)) {
                    comment(indent);
                }
                out.append(indent).append(chance(50) || !List.of("On", "Url").contains(key) ? quoted(key) : key);
                out.append(':');
                switch (random.nextInt(depth > 2 ? 6 : 8)) {
                    case 0 -> end(chance(50) ? " 1.5" : " true");
                    case 1 -> end(" " + singleQuoted());
                    case 2 -> end(" " + plain());
                    case 3 -> block(indent);
                    case 6 -> {
                        end("");
                        out.append(indent)
                                .append("  - &a")
                                .append(out.length())
                                .append(' ')
                                .append(quoted(text()));
                        end("");
                        out.append(indent)
                                .append("  - [")
                                .append(plain())
                                .append(", ")
                                .append(quoted(text()))
                                .append(']');
                        end("");
                    }
                    case 7 -> {
                        end("");
                        yamlMapping(depth + 1);
                    }
                    default -> end(" " + quoted(text()));
                }
            }
            out.append(indent).append("end: x");
            end("");
        }

        private void block(String indent) {
            out.append(chance(50) ? " |" : " >-");
            end("");
            for (int i = random.nextInt(3); i >= 0; i--) {
                out.append(indent)
                        .append("    ")
                        .append(("x" + text())
                                .replaceAll("[\\t\\n\\u0085\\u2028]", "")
                                .stripTrailing())
                        .append('\n');
            }
        }

        private String plain() {
            List<String> plains = List.of(
                    "https://aka.ms/vs/17/release/1_-2/vs_Enterprise.exe",
                    "https://example.com/tools/x.zip",
                    "Helix-VS2022Enterprise_17_2_3-2022-06-20",
                    "22.1.0",
                    "<T>",
                    "yes",
                    "2022-06-20",
                    "it's#1 and a\\b");
            return plains.get(random.nextInt(plains.size()));
        }

        private String singleQuoted() {
            String oneLine = secretOrNot(text().replaceAll("[\\t\\n\\u0085\\u2028]", ""));
            return "'" + oneLine.replace("'", "''") + "'";
        }

        private void end(String text) {
            out.append(text);
            if (chance(25)) {
                out.append("   ");
                comment("");
            } else {
                out.append('\n');
            }
        }

        private void comment(String indent) {
            String comment = "about " + comments.size() + " {X} 'https://example.com/tools/x.zip' # \uD83D\uDE00";
            comments.add(comment);
            out.append(indent).append("# ").append(comment).append('\n');
        }

        private List<String> keys() {
            List<String> keys = new ArrayList<>(KEYS);
            Collections.shuffle(keys, random);
            return keys.subList(0, 1 + random.nextInt(4));
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            return secretOrNot(text.toString());
        }

        /** What begins with kv_ is a secret, and must have the name of one. */
        private static String secretOrNot(String text) {
            return text.startsWith("kv_") ? "kv_a-secret-of-some-length" : text;
        }

        private String quoted(String text) {
            StringBuilder quoted = new StringBuilder("\"");
            text.chars().forEach(c -> {
                if (c == '"' || c == '\\') {
                    quoted.append('\\').append((char) c);
                } else if (c < ' ' || c == 0x85 || c == 0x2028 || (c < 0xd800 && chance(1))) {
                    quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
                } else {
                    quoted.append((char) c);
                }
            });
            return quoted.append('"').toString();
        }

        private boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }
    }
}
