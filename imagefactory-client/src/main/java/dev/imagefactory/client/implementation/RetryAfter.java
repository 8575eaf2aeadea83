package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.util.DateTimeRfc1123;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer, of whatever status, asks to wait before the next request. It says so in
 *
 * <ul>
 *   <li>{@code Retry-After}: seconds, or an HTTP date (RFC 9110, section 10.2.3);
 *   <li>or else {@code X-RateLimit-Reset} beside {@code X-RateLimit-Remaining: 0}: a Unix time, in seconds (<a
 *       href="https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits">Azure DevOps</a>);
 *   <li>or else {@code RateLimit-Reset} beside {@code RateLimit-Remaining: 0}: seconds (<a
 *       href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/06/">IETF draft</a>).
 * </ul>
 */
final class RetryAfter {

    private static final HttpHeaderName X_REMAINING = HttpHeaderName.fromString("X-RateLimit-Remaining");
    private static final HttpHeaderName X_RESET = HttpHeaderName.fromString("X-RateLimit-Reset");
    private static final HttpHeaderName REMAINING = HttpHeaderName.fromString("RateLimit-Remaining");
    private static final HttpHeaderName RESET = HttpHeaderName.fromString("RateLimit-Reset");

    private RetryAfter() {}

    /** How long to wait, never negative; null where the headers do not say, or make no sense. */
    static @Nullable Duration of(HttpHeaders headers, Clock clock) {
        String value = headers.getValue(HttpHeaderName.RETRY_AFTER);
        Duration wait = seconds(value);
        if (wait == null) {
            wait = until(date(value), clock);
        }
        if (wait == null && "0".equals(headers.getValue(X_REMAINING))) {
            Duration sinceEpoch = seconds(headers.getValue(X_RESET));
            wait = sinceEpoch == null ? null : until(Instant.EPOCH.plus(sinceEpoch), clock);
        }
        if (wait == null && "0".equals(headers.getValue(REMAINING))) {
            wait = seconds(headers.getValue(RESET));
        }
        return wait;
    }

    /** Whether there is a {@code Retry-After} that makes sense. */
    static boolean isGiven(HttpHeaders headers) {
        String value = headers.getValue(HttpHeaderName.RETRY_AFTER);
        return seconds(value) != null || date(value) != null;
    }

    private static @Nullable Duration seconds(@Nullable String value) {
        return value != null && value.matches("\\d{1,10}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }

    private static @Nullable Instant date(@Nullable String value) {
        try {
            return value == null
                    ? null
                    : new DateTimeRfc1123(value).getDateTime().toInstant();
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static @Nullable Duration until(@Nullable Instant time, Clock clock) {
        if (time == null) {
            return null;
        }
        Duration wait = Duration.between(clock.instant(), time);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
