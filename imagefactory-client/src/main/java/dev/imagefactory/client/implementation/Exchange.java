package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.rest.Response;
import com.azure.core.http.rest.SimpleResponse;
import com.azure.core.util.Context;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The exchange of one request for one answer; everything that is not a readable success becomes an exception. */
public final class Exchange {

    /** Makes the HTTP client read the body as part of the try, so that a body cut short is tried again, too. */
    private static final String EAGERLY_READ_RESPONSE = "azure-eagerly-read-response";

    /** Names the logger of requests and answers, which has no name otherwise. */
    private static final String CALLER_METHOD = "caller-method";

    private static final byte[] EMPTY = {};

    private final HttpPipeline pipeline;
    private final Failures failures;

    /**
     * An exchange through this pipeline.
     *
     * @param hiding takes out of a foreign URL what must not be seen, before it is cut
     */
    public Exchange(HttpPipeline pipeline, Answers answers, Clock clock, UnaryOperator<String> hiding) {
        this.pipeline = pipeline;
        this.failures = new Failures(answers, clock, hiding);
    }

    /**
     * What reads the body of a success.
     *
     * @param <T> what it makes of it
     */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads a body; fails, with a message for the user, if that is not what the contract says. */
        T read(byte[] body) throws IOException;
    }

    /**
     * Sends the request and reads its answer.
     *
     * @throws ImageFactoryException unless the answer is a success that can be read
     */
    public <T> Response<T> send(HttpRequest request, Context context, Reader<T> reader) {
        return send(request, context, null, Failures::kindOf, reader);
    }

    /** Sends a creation, as {@link #send} does, of which no try is begun after the last. */
    public <T> Response<T> create(HttpRequest request, Context context, @Nullable Instant lastTry, Reader<T> reader) {
        return send(request, context, lastTry, Failures::kindOf, reader);
    }

    /** Asks for the first page of a list, as {@link #send} does; a service may do without a list. */
    public <T> Response<T> search(HttpRequest request, Reader<T> reader) {
        return send(request, Context.NONE, null, Failures::kindOfSearch, reader);
    }

    /** Asks for what may be of any length, as {@link #send} does; of more bytes than so many the last are kept. */
    public Response<byte[]> sendForEnd(HttpRequest request, int longest) {
        return send(
                request,
                Context.NONE,
                null,
                Failures::kindOf,
                bytes -> bytes,
                response -> new EndOfBytes(longest).of(response.getBody()));
    }

    private <T> Response<T> send(
            HttpRequest request,
            Context context,
            @Nullable Instant lastTry,
            IntFunction<Kind> kindOfStatus,
            Reader<T> reader) {
        return send(
                request,
                context.addData(EAGERLY_READ_RESPONSE, true),
                lastTry,
                kindOfStatus,
                reader,
                response -> response.getBodyAsByteArray().block());
    }

    private <T> Response<T> send(
            HttpRequest request,
            Context context,
            @Nullable Instant lastTry,
            IntFunction<Kind> kindOfStatus,
            Reader<T> reader,
            Function<HttpResponse, byte @Nullable []> bodyOf) {
        Tries tries = new Tries(lastTry);
        Context own = context.addData(CALLER_METHOD, "dev.imagefactory.client").addData(Tries.KEY, tries);
        HttpResponse response;
        byte[] body;
        try {
            response = pipeline.sendSync(request, own);
            // Again for the last try; and the only time where the caller's own pipeline notes none.
            tries.answered(response);
            byte[] bytes = bodyOf.apply(response);
            body = bytes == null ? EMPTY : bytes;
        } catch (RuntimeException e) {
            if (Causes.ofInterruption(e)) {
                Thread.currentThread().interrupt();
            }
            if (!tries.areNoted()) {
                tries.failed(e);
            }
            throw failures.unanswered(request, e, tries);
        }
        if (response.getStatusCode() < 200 || response.getStatusCode() > 299) {
            throw failures.refused(request, response, body, kindOfStatus.apply(response.getStatusCode()), tries);
        }
        try {
            T value = reader.read(body);
            return new SimpleResponse<>(request, response.getStatusCode(), response.getHeaders(), value);
        } catch (IOException e) {
            throw failures.unreadable(request, response, e, tries);
        }
    }
}
