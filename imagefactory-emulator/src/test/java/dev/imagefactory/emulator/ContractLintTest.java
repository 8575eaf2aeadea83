package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract document against the rules of a linter. */
class ContractLintTest {

    @BeforeAll
    static void installTools() throws Exception {
        ContractTools.install();
    }

    @Test
    void should_find_neither_errors_nor_warnings() throws Exception {
        ContractTools.Result result = ContractTools.run(ContractTools.tool(
                "redocly", "lint", "--config", "redocly.yaml", "--format", "json", Contract.DOCUMENT.toString()));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("\"errors\": 0", "\"warnings\": 0");
    }
}
