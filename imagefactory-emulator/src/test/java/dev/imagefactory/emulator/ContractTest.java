package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge of exchanges itself: it must see what is wrong. */
class ContractTest {

    private static final Contract CONTRACT = Contract.load();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /api/images               | 200 | application/json | {"value":[]}                           |
            GET    | /api/images               | 200 | application/json | {}                                     | 'value'
            GET    | /api/images               | 200 | application/json | {"value":[{"trackingId":"x"}]}         | 'state'
            GET    | /api/images               | 200 | application/json | {"value":[],"nextLink":"%"}            | uri
            GET    | /api/images               | 200 | text/html        | {"value":[]}                           | content type
            GET    | /api/images               | 204 | application/json | {"value":[]}                           | status 204
            GET    | /api/images?maxPageSize=0 | 200 | application/json | {"value":[]}                           | maxPageSize
            GET    | /api/images?page=1        | 200 | application/json | {"value":[]}                           | page
            GET    | /api/images/create        | 405 | application/json | {"error":{"code":"a","message":"b"}}   |
            GET    | /nowhere                  | 404 | application/json | {"error":{"code":"a"}}                 | 'message'
            POST   | /api/images/create        | 400 | application/json | {"error":{"code":"a","message":"b"}}   |
            GET    | /api/images/x             | 404 | application/json | {"error":{"code":"a","message":"b"}}   |
            GET    | /api/images/x/log         | 200 | text/plain       | text                                   | uuid
            """)
    void should_name_what_breaks_the_contract(
            String method, String path, int status, String contentType, String body, @Nullable String expected) {
        List<String> violations = CONTRACT.violations(new Contract.Exchange(
                method,
                URI.create("http://127.0.0.1" + path),
                HttpHeaders.of(Map.of(), (name, value) -> true),
                null,
                status,
                HttpHeaders.of(Map.of("Content-Type", List.of(contentType)), (name, value) -> true),
                body));

        if (expected == null) {
            assertThat(violations).isEmpty();
        } else {
            assertThat(violations).anyMatch(violation -> violation.contains(expected));
        }
    }
}
