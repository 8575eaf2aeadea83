package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden pairs of the template language. */
class VariablesInTextTest {
    private static final String VARIABLES = """
            {"VS_2022_URL": "https://aka.ms/vs/17/release/1_-2", "VS_2022_VERSION": "17_12_3", "YEAR": "2022",
             "HTML": "<b> & \\"q\\" 'a'", "DOLLAR": "$", "EMPTY": ""}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{VS_2022_URL}/vs_Enterprise.exe | https://aka.ms/vs/17/release/1_-2/vs_Enterprise.exe",
                "<VS_2022_URL>/vs_Enterprise.exe | https://aka.ms/vs/17/release/1_-2/vs_Enterprise.exe",
                "a{YEAR}b<YEAR>c{YEAR} | a2022b2022c2022",
                "{YEAR}{YEAR} | 20222022",
                "[{EMPTY}] | []",
                "{HTML} | <b> & \"q\" 'a'",
                "C:\\{YEAR}\\bin | C:\\2022\\bin",
                "{\"a\":{\"b\":{YEAR}}} | {\"a\":{\"b\":2022}}",
                "vector<vector<YEAR>> | vector<vector2022>",
            })
    void should_replace_both_spellings(String template, String expected) {
        assertThat(Rendering.ofText(template, VARIABLES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${HOME}/bin:${PATH}",
                "%{NAME} %{http_code}",
                "Get-Item | Where-Object { $_.Name -eq 'x' }",
                "msiexec /x {A2563E55-3BEC-3828-8D67-E5E8B9E8B675} /qn",
                "cat <<EOF >/etc/x\nfoo\nEOF",
                "cat <<EOF>/etc/x",
                "cat <<EOF>>/etc/x",
                "<!-- a comment -->",
                "if a < b && c > d",
                "if (A<B && C>D)",
                "<xml attribute='1'/><b></b>",
                "{{NAME}} {{ NAME }}",
                "{ NAME }",
                "{0} {1:x} {}",
                "{name} <title>",
                "{NAME-X} {NAME.X} {NAME:X}",
                "{NAME> <NAME}",
                "$<CONFIG>",
                "{{#NAME}}x{{/NAME}} {{>file}} {{!comment}} {{=<% %>=}}",
            })
    void should_leave_what_only_looks_like_a_variable(String text) {
        assertThat(Rendering.ofText(text, "{}")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{~YEAR} | {YEAR}",
                "<~YEAR> | <YEAR>",
                "${~YEAR} | ${YEAR}",
                "{{~YEAR}} | {{YEAR}}",
                "{~ YEAR } | { YEAR }",
                "{~year} | {year}",
                "{~OTHER} {~YEAR}={YEAR} | {OTHER} {YEAR}=2022",
                "<~BUILD_DATE> | <BUILD_DATE>",
                "${~BUILD_DATE} | ${BUILD_DATE}",
            })
    void should_drop_the_tilde_of_an_escape(String template, String expected) {
        assertThat(Rendering.ofText(template, VARIABLES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{VS_2022_ULR} | unknown-variable | did you mean 'VS_2022_URL'?",
                "<VS_2022_ULR> | unknown-variable | a literal <VS_2022_ULR> is written <~VS_2022_ULR>",
                "{SOMETHING_ELSE} | unknown-variable | add it to the variables",
                "{BUILD_DAET} | unknown-variable | did you mean 'BUILD_DATE'?",
                "{vs_2022_url} | variable-case | write {VS_2022_URL}; a literal one is written {~vs_2022_url}",
                "<Year> | variable-case | write {YEAR}",
                "${VS_2022_URL} | variable-look-alike | write {VS_2022_URL} with nothing around",
                "%{YEAR} | variable-look-alike | in this form it is not replaced",
                "{{YEAR}} | variable-look-alike | in this form it is not replaced",
                "{ YEAR } | variable-look-alike | a literal one is written {~ YEAR }",
                "{\u00a0YEAR} | variable-look-alike | in this form it is not replaced",
                "{YEAR\u200b} | variable-look-alike | in this form it is not replaced",
                "<<YEAR>> | variable-look-alike | in this form it is not replaced",
                "${BUILD_DATE} | variable-look-alike | in this form it is not replaced",
                "{~BUILD_DATE} | escaped-built-in | for instance <~BUILD_DATE>",
                "{VS_{YEAR}_URL} | unresolved-variable | after rendering the text still holds {VS_2022_URL}",
                "{DOLLAR}{BUILD_DATE} | unresolved-variable | after rendering the text still holds {BUILD_DATE}",
                "{DOLLAR}<~X>{YEAR}{~X} | ok | ok",
            })
    void should_report_what_is_probably_a_mistake(String template, String code, String advice) {
        Rendering rendering = Rendering.of("x.json", "{\n  \"a\": [\"" + template + "\"]\n}")
                .with(VARIABLES.replaceAll("\"(HTML|EMPTY)\": \"[^,]*\",?", ""));

        var errors = rendering.images().problems().stream()
                .filter(problem -> problem.severity().id().equals("error"))
                .map(Object::toString)
                .toList();
        if (code.equals("ok")) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0))
                    .startsWith("x.json:2:9: error " + code + ": ")
                    .contains(advice)
                    .contains(", at /a/0; ");
            assertThat(rendering.images().images()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{YEAR}", "<YEAR>", "${YEAR}", "{BUILD_DATE}", "{~YEAR}", "{year}", "{UNKNOWN}"})
    void should_never_expand_a_value_again(String value) {
        assertThat(Rendering.of("x.json", "{\"a\": \"{NESTED}{YEAR}\"}")
                        .with("{\"NESTED\": \"" + value + "\", \"YEAR\": \"2022\"}")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("x.json:1:7: error unresolved-variable: after rendering the text still holds "
                        + value.replace("$", ""));
    }

    @Test
    void should_keep_literals_in_values_that_are_no_variables() {
        assertThat(Rendering.ofText("{SCRIPT}", "{\"SCRIPT\": \"${HOME} { $_.X } <b> {lower}\"}"))
                .isEqualTo("${HOME} { $_.X } <b> {lower}");
    }
}
