package dev.imagefactory.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagefactory.emulator.EmulatorRule.Outcome;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations of the contract: which request asks for what, and what the answer looks like. */
final class ImageRoutes {

    private static final String IMAGES = "/api/images";
    private static final Pattern JOB = Pattern.compile(IMAGES + "/(?<id>[^/]+)(?<part>/cancel|/log)?");
    private static final int DEFAULT_PAGE_SIZE = 100;
    private static final int MAX_PAGE_SIZE = 1000;

    private final ImageFactory factory;
    private final URI endpoint;
    private final Set<ServiceFlaw> flaws;

    /**
     * Serves a factory.
     *
     * @param endpoint where the answers' links lead
     */
    ImageRoutes(ImageFactory factory, URI endpoint, Set<ServiceFlaw> flaws) {
        this.factory = factory;
        this.endpoint = endpoint;
        this.flaws = Set.copyOf(flaws);
    }

    /**
     * Answers a request.
     *
     * @throws Refusal where the answer is an error
     */
    Answer answer(Request request) {
        String path = request.path();
        if (path.equals(IMAGES + "/create")) {
            expect("POST", request);
            return create(request);
        }
        if (path.equals(IMAGES) && !flaws.contains(ServiceFlaw.NO_SEARCH)) {
            expect("GET", request);
            return list(request);
        }
        Matcher job = JOB.matcher(path);
        if (!job.matches()) {
            throw Refusal.notFound("There is nothing at " + path + ".");
        }
        String part = job.group("part");
        expect("/cancel".equals(part) ? "POST" : "GET", request);
        UUID trackingId = Request.uuid(job.group("id"));
        if (trackingId == null) {
            throw Refusal.notFound("There is no job " + job.group("id") + ".");
        }
        if (part == null) {
            return job(200, factory.find(trackingId), Map.of());
        }
        return part.equals("/log") ? log(trackingId) : job(202, factory.cancel(trackingId), Map.of());
    }

    private Answer create(Request request) {
        List<String> imageNames = request.parameters("imageName");
        String requestIdText =
                flaws.contains(ServiceFlaw.IGNORE_REQUEST_IDS) ? null : request.header("Repeatability-Request-ID");
        UUID requestId = requestIdText == null ? null : Request.uuid(requestIdText);
        if (requestIdText != null && requestId == null) {
            throw Refusal.badRequest("InvalidRequestId", "The header Repeatability-Request-ID is not a UUID.");
        }
        String contentType = request.header("Content-Type");
        if (contentType == null || !mediaType(contentType).equals("application/json")) {
            throw Refusal.badRequest(
                    "InvalidContentType", "The Content-Type of an image definition is application/json.");
        }
        ImageFactory.Accepted accepted = factory.submit(Submission.read(requestId, imageNames, request.body()));
        Outcome outcome = accepted.repeated() ? Outcome.SUCCEED : accepted.job().outcome();
        return switch (outcome) {
            case DROP, DROP_UNSTARTED -> Answer.NONE;
            case GATEWAY_TIMEOUT, GATEWAY_TIMEOUT_UNSTARTED -> Answer.gatewayTimeout();
            case INTERNAL_ERROR -> throw Refusal.internalError();
            default ->
                job(202, accepted.job(), requestId == null ? Map.of() : Map.of("Repeatability-Result", "accepted"));
        };
    }

    private Answer list(Request request) {
        String imageName = request.parameter("imageName");
        int size = pageSize(request.parameter("maxPageSize"));
        String token = request.parameter("continuationToken");
        UUID olderThan = token == null ? null : Request.uuid(token);
        if (token != null && olderThan == null) {
            throw Refusal.badRequest("InvalidContinuationToken", "The continuation token is not one of this list.");
        }
        ImageFactory.Page page = factory.list(imageName, olderThan, size);
        List<ObjectNode> jobs = page.jobs().stream().map(this::json).toList();
        return Answer.json(
                200, ContractJson.page(jobs, page.more() ? nextLink(imageName, size, page.jobs()) : null), Map.of());
    }

    private Answer log(UUID trackingId) {
        JobLog log = new JobLog(factory.find(trackingId), factory.now());
        if (log.isExpired()) {
            throw Refusal.notFound("The log of job " + trackingId + " has expired.");
        }
        return Answer.text(log.text());
    }

    private Answer job(int status, Job job, Map<String, String> headers) {
        return Answer.json(status, json(job), headers);
    }

    private ObjectNode json(Job job) {
        return ContractJson.job(job, factory.now(), endpoint.resolve(IMAGES + "/" + job.trackingId() + "/log"));
    }

    /** The continuation token is the tracking id of the last job shown. */
    private URI nextLink(@Nullable String imageName, int size, List<Job> shown) {
        UUID last = shown.get(shown.size() - 1).trackingId();
        String filter =
                imageName == null ? "" : "imageName=" + URLEncoder.encode(imageName, StandardCharsets.UTF_8) + "&";
        return endpoint.resolve(IMAGES + "?" + filter + "maxPageSize=" + size + "&continuationToken=" + last);
    }

    private static int pageSize(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PAGE_SIZE;
        }
        if (text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= MAX_PAGE_SIZE) {
            return Integer.parseInt(text);
        }
        throw Refusal.badRequest("InvalidParameter", "maxPageSize is a number from 1 to " + MAX_PAGE_SIZE + ".");
    }

    private static String mediaType(String contentType) {
        return contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private static void expect(String method, Request request) {
        if (!request.method().equals(method)) {
            throw Refusal.methodNotAllowed(request.method(), method);
        }
    }
}
