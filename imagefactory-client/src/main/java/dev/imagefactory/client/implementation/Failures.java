package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import dev.imagefactory.client.models.ImageFactoryError;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Details;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The writer of exceptions: it decides what kind a failure is, and says what the caller can do about it. */
final class Failures {

    private final Answers answers;
    private final Clock clock;
    private final UnaryOperator<String> hiding;

    Failures(Answers answers, Clock clock, UnaryOperator<String> hiding) {
        this.answers = answers;
        this.clock = clock;
        this.hiding = hiding;
    }

    /** The answer's status is not a success. */
    ImageFactoryException refused(HttpRequest request, HttpResponse response, byte[] body, Kind kind, Tries tries) {
        int status = response.getStatusCode();
        ImageFactoryError error = answers.error(body);
        if (status >= 300 && status < 400) {
            String target = response.getHeaderValue(HttpHeaderName.LOCATION);
            String what = "it was redirected (" + status + ") to "
                    + (target == null ? "nowhere" : ForeignText.withoutQuery(hiding.apply(target)));
            return answered(kind, request, response, error, what, tries, null);
        }
        String what = "the service answered " + status + (error == null ? " without a body" : " " + words(error));
        return answered(kind, request, response, error, what, tries, null);
    }

    /** The answer is a success that makes no sense. */
    ImageFactoryException unreadable(HttpRequest request, HttpResponse response, IOException cause, Tries tries) {
        String what = "the service answered " + response.getStatusCode() + ", but not by the contract: "
                + ForeignText.clean(String.valueOf(cause.getMessage()));
        return answered(Kind.UNEXPECTED_ANSWER, request, response, null, what, tries, cause);
    }

    /** No answer came. */
    ImageFactoryException unanswered(HttpRequest request, RuntimeException cause, Tries tries) {
        if (cause instanceof NotSentException held) {
            Details details = details(request, 0, null, held.retryAfter());
            return failure(held.kind(), request, details, String.valueOf(held.getMessage()), tries, held.reason());
        }
        Throwable root = Causes.root(cause);
        String reason = root.getMessage() == null ? "" : ": " + ForeignText.clean(root.getMessage());
        String what = "no answer came (" + root.getClass().getSimpleName() + reason + ")";
        return failure(Kind.UNAVAILABLE, request, details(request, 0, null, null), what, tries, cause);
    }

    private ImageFactoryException answered(
            Kind kind,
            HttpRequest request,
            HttpResponse response,
            @Nullable ImageFactoryError error,
            String what,
            Tries tries,
            @Nullable Throwable cause) {
        Duration retryAfter = RetryAfter.of(response.getHeaders(), clock);
        Details details = details(request, response.getStatusCode(), error, retryAfter);
        return failure(kind, request, details, what, tries, cause);
    }

    private ImageFactoryException failure(
            Kind lastTry, HttpRequest request, Details details, String what, Tries tries, @Nullable Throwable cause) {
        // Not even a rejection says what became of an earlier try: it may be the job that this one conflicts with.
        boolean unknown = request.getHttpMethod() == HttpMethod.POST && tries.outcomeUnknown();
        Kind kind = unknown ? Kind.OUTCOME_UNKNOWN : lastTry;
        String message = request.getHttpMethod() + " "
                + ForeignText.withoutQuery(hiding.apply(request.getUrl().toString())) + ": " + what + ". "
                + advice(kind, details)
                + ids(details);
        return new ImageFactoryException(kind, message, details, cause);
    }

    private static Details details(
            HttpRequest request, int status, @Nullable ImageFactoryError error, @Nullable Duration retryAfter) {
        return new Details(
                status,
                error,
                request.getHeaders().getValue(HttpHeaderName.X_MS_CLIENT_REQUEST_ID),
                repeatabilityId(request),
                retryAfter);
    }

    static Kind kindOfSearch(int status) {
        return List.of(404, 405, 501).contains(status) ? Kind.UNSUPPORTED : kindOf(status);
    }

    static Kind kindOf(int status) {
        return switch (status) {
            case 400, 409, 412, 413, 415, 422 -> Kind.REJECTED;
            case 401, 403 -> Kind.UNAUTHORIZED;
            case 404, 410 -> Kind.NOT_FOUND;
            case 408 -> Kind.UNAVAILABLE;
            case 429 -> Kind.THROTTLED;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.UNEXPECTED_ANSWER;
        };
    }

    private static String advice(Kind kind, Details details) {
        return switch (kind) {
            case REJECTED ->
                details.statusCode() == 409
                        ? "The job's state, or an earlier request with the same id, forbids it; repeating it as it is"
                                + " will not help."
                        : "Correct the request; repeating it as it is will not help.";
            case UNAUTHORIZED ->
                details.statusCode() == 403
                        ? "Ask the service's owners to permit this to the identity that asks."
                        : "Check the credential, its expiry and the scope.";
            case NOT_FOUND -> "Check the tracking id and the endpoint; the service forgets logs after about a week.";
            case THROTTLED -> "Send fewer requests" + waiting(details.retryAfter()) + ".";
            case UNAVAILABLE ->
                "Try again later" + waiting(details.retryAfter())
                        + "; if it stays so, check the endpoint and the network.";
            case NOT_SENT -> "Nothing was started; call again" + waiting(details.retryAfter()) + ".";
            case OUTCOME_UNKNOWN ->
                details.repeatabilityRequestId() != null
                        ? "The job may have been started all the same. If the service honours request ids, repeat the"
                                + " request with the same Repeatability-Request-ID and the same payload, which starts"
                                + " no second one; if not, look for the job first."
                        : "It may have had its effect all the same: ask for the job's state.";
            case UNSUPPORTED -> "Ask for a job by its tracking id.";
            case UNEXPECTED_ANSWER ->
                details.statusCode() >= 300 && details.statusCode() < 400
                        ? "Redirects are not followed: set the endpoint to where the service itself answers."
                        : "Check the endpoint and the service contract.";
        };
    }

    private static String waiting(@Nullable Duration retryAfter) {
        return retryAfter == null
                ? ""
                : ", the next one in " + retryAfter.plusNanos(999_999_999).toSeconds() + " s at the earliest";
    }

    private static String words(ImageFactoryError error) {
        String target = error.target() == null ? "" : " (" + error.target() + ")";
        return ForeignText.clean((error.code() + ": " + error.message() + target).replaceFirst("^: ", ""));
    }

    private static String ids(Details details) {
        String call = details.requestId() == null ? "" : " x-ms-client-request-id: " + details.requestId() + ".";
        UUID id = details.repeatabilityRequestId();
        return call + (id == null ? "" : " Repeatability-Request-ID: " + id + ".");
    }

    private static @Nullable UUID repeatabilityId(HttpRequest request) {
        String id = request.getHeaders().getValue(Requests.REPEATABILITY_REQUEST_ID);
        return id == null ? null : UUID.fromString(id);
    }
}
