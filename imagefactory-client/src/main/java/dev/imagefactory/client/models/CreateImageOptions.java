package dev.imagefactory.client.models;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What accompanies a payload when a job is started.
 *
 * @param imageNames the names of the image, by which the job can be found in the list later
 * @param requestId the id that makes repeating the request safe, sent as {@code Repeatability-Request-ID}; the client
 *     makes one up where it is absent
 * @param firstSent when a request with this id was sent for the first time, sent as {@code Repeatability-First-Sent}
 *     with a resolution of one second; now where it is absent
 * @param lastTry after which the request is not sent any more, nor a pause begun that would end later: the call then
 *     fails; where it is absent, retry options alone decide
 * @see <a href="https://docs.oasis-open.org/odata/repeatable-requests/v1.0/repeatable-requests-v1.0.html">OASIS
 *     Repeatable Requests 1.0</a>
 */
public record CreateImageOptions(
        List<String> imageNames,
        @Nullable UUID requestId,
        @Nullable Instant firstSent,
        @Nullable Instant lastTry) {

    public CreateImageOptions {
        imageNames = List.copyOf(imageNames);
        if (imageNames.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("An image name is blank.");
        }
    }

    /** Options of a request that is sent for the first time. */
    public static CreateImageOptions forImages(String... imageNames) {
        return new CreateImageOptions(List.of(imageNames), null, null, null);
    }

    /** The same options for a request of this id; repeating it later needs the same id and the same first time. */
    public CreateImageOptions withRequestId(UUID id, Instant firstSentTime) {
        return new CreateImageOptions(imageNames, id, firstSentTime, lastTry);
    }

    /** The same options for a request that is not sent after an instant any more. */
    public CreateImageOptions withLastTry(Instant instant) {
        return new CreateImageOptions(imageNames, requestId, firstSent, instant);
    }
}
