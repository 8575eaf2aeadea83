package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({
        "westsu3, westus3",
        "westus4, westus2",
        "WESTUS, westus",
        "wetsus, westus",
        "esatus, eastus",
        "westu, westus",
        "moonbase1,"
    })
    void should_name_what_was_probably_meant(String name, String meant) {
        assertThat(NearestName.of(name, List.of("westus", "westus2", "westus3", "eastus", "uksouth"))
                        .orElse(null))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"abc, abd ab, abd", "B_ULR, A B_URL, B_URL", "ab, ba a, ba"})
    void should_prefer_a_name_of_the_same_length(String name, String candidates, String meant) {
        assertThat(NearestName.of(name, List.of(candidates.split(" ")))).contains(meant);
    }
}
