package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.template.ImageTarget;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildOrderTest {
    @ParameterizedTest
    @ValueSource(strings = {"01234567-89ab-cdef-0123-456789abcdef", "01234567-89AB-CDEF-0123-456789ABCDEF"})
    void should_take_a_uuid_for_a_request_id(String id) {
        assertThat(order(id).requestId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-2-3-4-5",
                "01234567-89ab-cdef-0123-456789abcde",
                "01234567-89ab-cdef-0123-456789abcdeff",
                "01234567-89ab-cdef-0123-456789abcdeg",
                "01234567089ab-cdef-0123-456789abcdef",
                "0123456--89ab-cdef-0123-456789abcdef",
                "0123456７-89ab-cdef-0123-456789abcdef"
            })
    void should_refuse_a_request_id_that_is_no_uuid(String id) {
        assertThatThrownBy(() -> order(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the request id '" + id + "' of image abc #1 is no UUID");
    }

    private static BuildOrder order(String requestId) {
        return new BuildOrder(
                new BuildKey("image", "abc", 1),
                requestId,
                Instant.EPOCH,
                ReasonCode.NEW,
                List.of(new ImageTarget("Image", "")),
                new TreeMap<>(),
                "def",
                null,
                null);
    }
}
