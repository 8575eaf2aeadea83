package dev.imagefactory.planner;

import dev.imagefactory.template.ImageSource;
import dev.imagefactory.template.ImageTarget;
import dev.imagefactory.template.VariableValues;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for when a build was claimed; it never changes afterwards.
 *
 * @param key the build
 * @param requestId names the request to the service, so that repeating it is safe; a UUID
 * @param claimedAt when it was claimed, to the millisecond; the instant of the built-in variables
 * @param reason why
 * @param targets the names that the image gets and where, built-in variables replaced
 * @param variables the variables in use, with their values
 * @param definitionFingerprint of the definition before rendering, {@link ImageSource#definitionFingerprint}
 * @param defaultsFingerprint of the defaults of its folders; null where there were none, or none were known of yet
 * @param base the build of its base that this one is built upon, as the plan knew it; null where it has no base, or
 *     nothing was known of that yet
 */
public record BuildOrder(
        BuildKey key,
        String requestId,
        Instant claimedAt,
        ReasonCode reason,
        List<ImageTarget> targets,
        SortedMap<String, String> variables,
        String definitionFingerprint,
        @Nullable String defaultsFingerprint,
        @Nullable BuildKey base) {
    private static final String UUID = "00000000-0000-0000-0000-000000000000";

    public BuildOrder {
        if (!isUuid(requestId)) {
            throw new IllegalArgumentException("the request id '" + requestId + "' of " + key + " is no UUID");
        }
        targets = List.copyOf(targets);
        variables = VariableValues.copyOf(variables);
    }

    /**
     * {@link java.util.UUID#fromString} would take shortened groups, too; a pattern is slow where there are many
     * builds.
     */
    private static boolean isUuid(String text) {
        if (text.length() != UUID.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isDigit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (UUID.charAt(i) == '-' ? c != '-' : !isDigit) {
                return false;
            }
        }
        return true;
    }

    /** The distinct names that the image gets. */
    public List<String> imageNames() {
        return ImageTarget.names(targets);
    }
}
