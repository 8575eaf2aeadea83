package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberedSecretsTest {
    private static final String HIDDEN = "(secret)";
    private static final String SECRET = "pä/ss <\"w\\rd'&%+😀=end";

    /** Secrets, and a text that was made of forms of them and of other pieces. */
    record Example(List<String> secrets, String text) {}

    @Property(tries = 300)
    void should_leave_no_form_of_any_secret(@ForAll("examples") Example example) {
        String hidden = remembering(example.secrets()).hide(example.text());

        List<String> forms = example.secrets().stream()
                .flatMap(secret -> formsOf(secret).stream())
                .toList();
        for (String rest : hidden.split("\\(secret\\)", -1)) {
            assertThat(forms.stream().filter(rest::contains).map(RememberedSecretsTest::shown))
                    .as(shown(example + " -> " + hidden))
                    .isEmpty();
        }
    }

    @Provide
    Arbitrary<Example> examples() {
        return secrets().flatMap(secrets -> {
            List<String> forms =
                    secrets.stream().flatMap(secret -> formsOf(secret).stream()).toList();
            Arbitrary<String> noise =
                    Arbitraries.strings().withChars("ab/\\\"%+&;#u0 \n=é").ofMaxLength(6);
            Arbitrary<String> inBase64 = Combinators.combine(
                            noise, Arbitraries.of(secrets), noise, Arbitraries.of(true, false))
                    .as((before, secret, after, url) -> {
                        byte[] bytes = (before + secret + after).getBytes(UTF_8);
                        return (url ? Base64.getUrlEncoder().withoutPadding() : Base64.getEncoder())
                                .encodeToString(bytes);
                    });
            return Arbitraries.oneOf(noise, Arbitraries.of(forms), inBase64)
                    .list()
                    .ofMaxSize(8)
                    .map(pieces -> new Example(secrets, String.join("", pieces)));
        });
    }

    /** Some of them a part of another, the half of one with the half of another, or of several lines. */
    private static Arbitrary<List<String>> secrets() {
        Arbitrary<String> plain = Arbitraries.of("ab/\\\"é😀<&'%+ \n\r\t="
                        .codePoints()
                        .mapToObj(Character::toString)
                        .toList())
                .list()
                .ofMinSize(5)
                .ofMaxSize(12)
                .map(characters -> String.join("", characters))
                .filter(RememberedSecretsTest::isLongEnough);
        return plain.list().ofMinSize(1).ofMaxSize(3).map(secrets -> {
            List<String> all = new ArrayList<>(secrets);
            String first = secrets.get(0);
            String last = secrets.get(secrets.size() - 1);
            all.add(first + last);
            String overlap = first.substring(middle(first)) + last.substring(0, middle(last));
            if (isLongEnough(overlap)) {
                all.add(overlap);
            }
            return all;
        });
    }

    private static boolean isLongEnough(String part) {
        String text = part.strip();
        return text.codePointCount(0, text.length()) >= 4;
    }

    private static int middle(String text) {
        return text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
    }

    /** Everything that gives a secret away, made by other means than those of the class under test. */
    private static Set<String> formsOf(String secret) {
        String value = secret.strip();
        List<String> plain = new ArrayList<>(List.of(secret, value, value.replaceAll("\\R", " ")));
        value.lines()
                .map(String::strip)
                .filter(RememberedSecretsTest::isLongEnough)
                .forEach(plain::add);
        Set<String> forms = new LinkedHashSet<>();
        for (String text : plain) {
            forms.add(text);
            escapes().forEach(escape -> forms.add(escape.apply(text)));
        }
        forms.addAll(certainBase64(value));
        return forms;
    }

    private static List<UnaryOperator<String>> escapes() {
        return List.of(
                text -> json(text),
                text -> json(text).replace("/", "\\/"),
                text -> unicode(json(text), "\\u%04x"),
                text -> unicode(json(text), "\\u%04X"),
                text -> URLEncoder.encode(text, UTF_8),
                text -> URLEncoder.encode(text, UTF_8).toLowerCase(Locale.ROOT),
                text -> URLEncoder.encode(text, UTF_8).replace("+", "%20"),
                RememberedSecretsTest::percent,
                RememberedSecretsTest::xml,
                text -> xml(text).replace("&quot;", "&#34;").replace("&apos;", "&#039;"),
                text -> text.codePoints()
                        .mapToObj(c -> String.format("&#x%X;", c))
                        .collect(Collectors.joining()));
    }

    /** For messages, whatever encoding they go through. */
    private static String shown(String text) {
        return unicode(json(text), "\\u%04x");
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static String unicode(String text, String format) {
        return text.chars()
                .mapToObj(c -> c < 128 ? Character.toString(c) : String.format(format, c))
                .collect(Collectors.joining());
    }

    private static String percent(String text) {
        return HexFormat.of()
                .withUpperCase()
                .withDelimiter("%")
                .formatHex(("%" + text).getBytes(UTF_8))
                .substring(2);
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    /** The parts of Base64 that do not depend on what stands around the value. */
    private static List<String> certainBase64(String value) {
        List<String> certain = new ArrayList<>();
        for (int shift = 0; shift < 3; shift++) {
            String one = base64("\u0000".repeat(shift) + value + "\u0000".repeat(3));
            String other = base64("\u007f".repeat(shift) + value + "\u007f".repeat(3));
            String same = IntStream.range(0, one.length())
                    .mapToObj(i ->
                            one.charAt(i) == other.charAt(i) && one.charAt(i) != '=' ? one.substring(i, i + 1) : " ")
                    .collect(Collectors.joining())
                    .strip();
            certain.add(same);
            certain.add(same.replace('+', '-').replace('/', '_'));
        }
        return certain;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Property
    void should_leave_a_text_alone_that_holds_none(
            @ForAll("secretsOfCapitals") List<String> secrets, @ForAll("textsWithoutCapitals") String text) {
        assertThat(remembering(secrets).hide(text)).isEqualTo(text);
    }

    @Provide
    Arbitrary<List<String>> secretsOfCapitals() {
        return Arbitraries.strings()
                .withChars("ABC<é 1\n")
                .ofMaxLength(10)
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> textsWithoutCapitals() {
        return Arbitraries.strings().withChars("ghijk%\\&;#u+=/-_ \n(").ofMaxLength(60);
    }

    @Test
    void should_hide_what_others_remember_in_the_same_memory() {
        SecretMemory memory = new SecretMemory();
        RememberedSecrets one = new RememberedSecrets(name -> "of-" + name, memory);
        one.resolve("vault");
        memory.remember("of-environment");

        assertThat(one.hide("of-vault, of-environment, of-nobody"))
                .isEqualTo(HIDDEN + ", " + HIDDEN + ", of-nobody")
                .isEqualTo(memory.hide("of-vault, of-environment, of-nobody"));
        assertThat(RememberedSecrets.over(one)).isSameAs(one);
    }

    @Test
    void should_hide_every_form_whole() {
        for (String form : formsOf(SECRET)) {
            assertThat(remembering(List.of(SECRET)).hide("[" + form + "]"))
                    .as(form)
                    .isEqualTo("[" + HIDDEN + "]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "use", "user:"})
    void should_hide_base64_at_every_alignment_with_its_padding(String before) {
        String text = "Basic " + base64(before + SECRET) + " x";

        String hidden = remembering(List.of(SECRET)).hide(text);

        assertThat(hidden).startsWith("Basic ").endsWith(HIDDEN + " x");
        assertThat(hidden.length()).isLessThanOrEqualTo(("Basic " + HIDDEN + " x").length() + before.length() * 4 / 3);
    }

    @Test
    void should_hide_a_secret_of_several_lines_as_a_whole_and_line_by_line() {
        String key = "-----BEGIN KEY-----\r\n  MIIEvQ+abc/\r\n}\r\n-----END KEY-----\n";
        RememberedSecrets secrets = remembering(List.of(key));

        assertThat(secrets.hide("x " + key.replace("\r", "") + " y")).isEqualTo("x " + HIDDEN + "\n y");
        assertThat(secrets.hide("x " + key.strip().replaceAll("\\s+", " ") + " y"))
                .isEqualTo("x " + HIDDEN + " y");
        assertThat(secrets.hide("{line 2: MIIEvQ%2Babc\\/}")).isEqualTo("{line 2: " + HIDDEN + "}");
    }

    @Test
    void should_hide_values_that_contain_touch_or_overlap_each_other_once() {
        RememberedSecrets secrets = remembering(List.of("abcd", "abcdefgh", "ghij", "1234"));

        assertThat(secrets.hide("x abcdefgh y")).isEqualTo("x " + HIDDEN + " y");
        assertThat(secrets.hide("x abcdefghij1234 y abcd")).isEqualTo("x " + HIDDEN + " y " + HIDDEN);
        assertThat(secrets.hide("x aabcd y")).isEqualTo("x a" + HIDDEN + " y");
    }

    @Test
    void should_find_a_value_after_the_half_of_an_escape() {
        RememberedSecrets secrets = remembering(List.of("20 \"secret"));

        assertThat(secrets.hide("100%20%20%22secret")).isEqualTo("100%" + HIDDEN);
        assertThat(secrets.hide("\\20 \\\"secret")).isEqualTo("\\" + HIDDEN);
        assertThat(secrets.hide("%\\&#x;&#;&;%4\\u00")).isEqualTo("%\\&#x;&#;&;%4\\u00");
    }

    @Test
    void should_remember_what_was_resolved_and_nothing_blank() {
        RememberedSecrets secrets = remembering(List.of(" ", ""));
        assertThat(secrets.hide("a b")).isEqualTo("a b");

        assertThat(secrets.resolve("later")).isEqualTo("later");
        assertThat(secrets.hide("sooner or later")).isEqualTo("sooner or " + HIDDEN);
    }

    @Test
    void should_pass_on_that_a_secret_is_missing() {
        RememberedSecrets secrets = new RememberedSecrets(name -> {
            throw new MissingSecretException(name, "set it");
        });

        assertThatThrownBy(() -> secrets.resolve("pat")).isInstanceOf(MissingSecretException.class);
        assertThat(secrets.hide("pat")).isEqualTo("pat");
    }

    @Test
    void should_remember_what_several_threads_resolve() {
        RememberedSecrets secrets = new RememberedSecrets(name -> name);
        List<String> values =
                IntStream.range(0, 300).mapToObj(i -> "value" + i + ".").toList();

        values.parallelStream().forEach(secrets::resolve);

        assertThat(secrets.hide(String.join(" ", values)))
                .isEqualTo(values.stream().map(value -> HIDDEN).collect(Collectors.joining(" ")));
    }

    private static RememberedSecrets remembering(List<String> values) {
        RememberedSecrets secrets = new RememberedSecrets(name -> name);
        values.forEach(secrets::resolve);
        return secrets;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a \\\\\\\"quoted\\\\\\\" pass z",
                "a %255C%2522quoted%255C%2522%20pass z",
                "a %5C%22quoted%5C%22%20pass z",
                "a &amp;quot;quoted&amp;quot; pass z"
            })
    void should_find_a_secret_whose_escapes_are_escaped(String text) {
        assertThat(remembering(List.of("\"quoted\" pass")).hide(text)).isEqualTo("a (secret) z");
    }

    @Test
    void should_find_a_secret_in_the_base64_of_a_json_text() {
        byte[] payload = "{\"a\": \"li\\\"ne\\none\"}".getBytes(UTF_8);

        String hidden =
                remembering(List.of("li\"ne\none")).hide(Base64.getEncoder().encodeToString(payload));

        assertThat(hidden).startsWith("eyJhIjog").contains(HIDDEN).doesNotContain("bGlcIm5lXG5vbmU");
    }
}
