package dev.imagefactory.client;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.PagedResponseBase;
import com.azure.core.http.rest.Response;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import dev.imagefactory.client.implementation.Answers;
import dev.imagefactory.client.implementation.Endpoint;
import dev.imagefactory.client.implementation.Exchange;
import dev.imagefactory.client.implementation.Requests;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Details;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import dev.imagefactory.client.models.ImageJob;
import dev.imagefactory.client.models.ImageJobState;
import dev.imagefactory.client.models.ServiceContract;
import java.net.URL;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The client of the Image Factory service, for blocking calls from any number of threads.
 *
 * <pre>{@code
 * ImageFactoryClient client = new ImageFactoryClientBuilder()
 *         .endpoint("https://imagefactory.example.com")
 *         .credential(credential)
 *         .scope(resourceId + "/.default")
 *         .buildClient();
 * ImageJob job = client.createImage(payload, CreateImageOptions.forImages("Windows-2022"));
 * ImageJobState state = client.getImageJob(job.trackingId()).state();
 * }</pre>
 *
 * <p>Every method throws an {@link ImageFactoryException} when the service cannot be reached, does not answer by its
 * contract, or refuses; {@link ImageFactoryException#kind()} tells what can be done about it. A build takes hours: a
 * call starts one or asks for it, and never waits for its end. An {@linkplain ImageJobState#isKnown() unknown state} is
 * no failure.
 */
public final class ImageFactoryClient {

    private static final HttpHeaderName REPEATABILITY_RESULT = HttpHeaderName.fromString("Repeatability-Result");

    private final Endpoint endpoint;
    private final boolean searchable;
    private final Requests requests;
    private final Answers answers;
    private final Exchange exchange;
    private final UnaryOperator<String> hiding;

    ImageFactoryClient(
            Endpoint endpoint,
            HttpPipeline pipeline,
            ServiceContract contract,
            Clock clock,
            UnaryOperator<String> hiding) {
        this.endpoint = endpoint;
        this.searchable = contract.isSearchable();
        this.requests = new Requests(endpoint, contract, clock);
        this.answers = new Answers(contract);
        this.exchange = new Exchange(pipeline, answers, clock, hiding);
        this.hiding = hiding;
    }

    /**
     * Starts a job that builds an image. Every try sends the same {@code Repeatability-Request-ID}, so that no second
     * job comes of it where the service honours request ids; for one that may not, see
     * {@link ImageFactoryClientBuilder#retryUnknownCreations}.
     *
     * @param payload the image definition, sent byte for byte
     * @param options what accompanies it
     * @return the job as it was accepted
     */
    public ImageJob createImage(BinaryData payload, CreateImageOptions options) {
        return createImageWithResponse(payload, options, Context.NONE).getValue();
    }

    /** Starts a job that builds an image, as {@link #createImage} does, and gives the whole answer. */
    public Response<ImageJob> createImageWithResponse(BinaryData payload, CreateImageOptions options, Context context) {
        return exchange.create(requests.create(payload, options), context, options.lastTry(), answers::job);
    }

    /**
     * Whether the answer to a creation says that the service honoured the request id ({@code Repeatability-Result}).
     */
    public static boolean isRequestIdHonoured(Response<ImageJob> creation) {
        return "accepted".equalsIgnoreCase(creation.getHeaders().getValue(REPEATABILITY_RESULT));
    }

    /** The job of this id, as it stands. */
    public ImageJob getImageJob(String trackingId) {
        return getImageJobWithResponse(trackingId, Context.NONE).getValue();
    }

    /** The job of this id, as it stands, with the whole answer. */
    public Response<ImageJob> getImageJobWithResponse(String trackingId, Context context) {
        return exchange.send(requests.get(trackingId), context, answers::job);
    }

    /**
     * The jobs that the service remembers, the newest first. Pages are asked for while the result is read, and only
     * from the endpoint's host.
     *
     * @param imageName only jobs that make an image of this name, without regard to case; null for all jobs
     * @throws ImageFactoryException of kind {@code UNSUPPORTED} where the contract has no such route; while the result
     *     is read, also where the service has none
     */
    public PagedIterable<ImageJob> listImageJobs(@Nullable String imageName) {
        if (!searchable) {
            throw new ImageFactoryException(
                    Kind.UNSUPPORTED,
                    "By its contract the service cannot be searched for jobs. Ask for a job by its tracking id.",
                    Details.NONE,
                    null);
        }
        return new PagedIterable<>(
                () -> {
                    HttpRequest request = requests.list(imageName);
                    return page(request, exchange.search(request, reader(request)));
                },
                nextLink -> {
                    HttpRequest request = requests.page(nextLink);
                    return page(request, exchange.send(request, Context.NONE, reader(request)));
                });
    }

    /** Cancels a job that has not ended; cancelling it twice is the same as once. */
    public ImageJob cancelImageJob(String trackingId) {
        return cancelImageJobWithResponse(trackingId, Context.NONE).getValue();
    }

    /** Cancels a job that has not ended, and gives the whole answer. */
    public Response<ImageJob> cancelImageJobWithResponse(String trackingId, Context context) {
        return exchange.send(requests.cancel(trackingId), context, answers::job);
    }

    /** The log of a job so far, byte for byte; the service keeps logs for about a week. */
    public BinaryData getImageLog(String trackingId) {
        return exchange.send(requests.log(trackingId), Context.NONE, BinaryData::fromBytes)
                .getValue();
    }

    /** The end of such a log: where it is longer than so many bytes, the last of them. It may be of any length. */
    public BinaryData getImageLogEnd(String trackingId, int longest) {
        return BinaryData.fromBytes(
                exchange.sendForEnd(requests.log(trackingId), longest).getValue());
    }

    private Exchange.Reader<Answers.Page> reader(HttpRequest request) {
        return body -> answers.page(body, link -> next(request.getUrl(), link));
    }

    private static PagedResponse<ImageJob> page(HttpRequest request, Response<Answers.Page> answer) {
        return new PagedResponseBase<@Nullable Void, ImageJob>(
                request,
                answer.getStatusCode(),
                answer.getHeaders(),
                answer.getValue().jobs(),
                answer.getValue().nextLink(),
                null);
    }

    private String next(URL page, String link) {
        URL next = endpoint.follow(page, link, hiding);
        if (next.toString().equals(page.toString())) {
            throw new IllegalArgumentException("it is the link of the page itself");
        }
        return next.toString();
    }
}
