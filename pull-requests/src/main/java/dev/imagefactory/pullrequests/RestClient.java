package dev.imagefactory.pullrequests;

import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerUnreachableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with the manners that services want: a server that is busy is asked again after the pause that it names, no
 * request goes where a redirect points, since it carries credentials, and nothing waits for ever.
 */
final class RestClient {
    private static final int TRIES = 4;
    private static final long LONGEST_PAUSE_SECONDS = 60;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Set<Integer> BUSY = Set.of(403, 429, 503);

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private final GitCredentials credentials;

    RestClient(GitCredentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Sends a request, again where the server says that it was busy.
     *
     * @param headers beside {@code Authorization}, which is added
     */
    HttpResponse<byte[]> send(String method, URI uri, Map<String, String> headers, byte @Nullable [] body)
            throws IOException {
        HttpResponse<byte[]> answer = sendOnce(method, uri, headers, body);
        for (int tries = 1; tries < TRIES; tries++) {
            long pause = pauseSeconds(answer);
            if (pause > LONGEST_PAUSE_SECONDS) {
                return answer;
            }
            try {
                Thread.sleep(Duration.ofSeconds(pause).toMillis());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            answer = sendOnce(method, uri, headers, body);
        }
        return answer;
    }

    /** How long to wait before the request is sent again; for ever where it is not to be. */
    private static long pauseSeconds(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(after -> BUSY.contains(answer.statusCode()))
                .map(after -> after.matches("\\d{1,9}") ? Long.parseLong(after) : secondsUntil(after, answer.headers()))
                .orElse(Long.MAX_VALUE);
    }

    /** By the server's own clock; for ever where one of the two dates is none. */
    private static long secondsUntil(String date, HttpHeaders headers) {
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            Instant now = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                    headers.firstValue("Date").orElse("")));
            return Math.max(0, Duration.between(now, until).toSeconds());
        } catch (DateTimeException e) {
            return Long.MAX_VALUE;
        }
    }

    private HttpResponse<byte[]> sendOnce(String method, URI uri, Map<String, String> headers, byte @Nullable [] body)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        credentials.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        IOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(e);
        return interrupted;
    }

    /**
     * What to tell of a request that was refused.
     *
     * @param what was to be done
     * @param said by the service
     * @param permissions what the credentials must be allowed
     */
    static ConsumerException refused(String what, int status, String said, String permissions) {
        String advice = switch (status) {
            case 200, 203, 302, 401 -> "the credentials are missing, wrong or out of date";
            case 301, 307, 308 -> "give the new address";
            case 403 -> "the credentials must be allowed " + permissions + ", or there were too many requests";
            case 404 -> "check the address; credentials that may not read it get this answer, too";
            case 409, 422 -> "look at the pull request, and run again";
            default -> "run again later";
        };
        String reason = ForeignText.oneLine(said);
        return new ConsumerUnreachableException(
                "cannot " + what + " (" + status + (reason.isEmpty() ? "" : ": " + reason) + "); " + advice);
    }

    static ConsumerException unreachable(String what, IOException e) {
        return new ConsumerUnreachableException(
                "cannot " + what + " (" + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                        + "); check the address and the network, and run again, which does what is left",
                e);
    }
}
