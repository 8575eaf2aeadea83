package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An image definition with its variables put in: what would be built.
 *
 * @param id the definition's path below its folder, without extension, with {@code /} between folders
 * @param file the path of the definition for messages
 * @param targets the names that the image gets, in the definition's order; at least one
 * @param payload what the service would be asked for, without secrets
 * @param fingerprint {@link RedactedPayload#fingerprint} of the payload; after
 *     {@link RenderedImages#withSecretVersions} it covers the versions of the image's secrets too
 * @param source what it was rendered from
 * @param variables the variables that the definition uses, with their values; after
 *     {@link RenderedImages#withSecretVersions} also each {@code kv_<name>} with its version
 * @param secrets the names of the secrets that it refers to, without prefix
 * @param settings what is said about it to this tool
 * @param base the id of the image that it is built upon, if that is one of the set; null where it is not
 */
public record RenderedImage(
        String id,
        String file,
        List<ImageTarget> targets,
        RedactedPayload payload,
        String fingerprint,
        ImageSource source,
        SortedMap<String, String> variables,
        SortedSet<String> secrets,
        ImageSettings settings,
        @Nullable String base) {

    public RenderedImage {
        targets = List.copyOf(targets);
        variables = VariableValues.copyOf(variables);
        secrets = secrets.isEmpty()
                ? Collections.emptySortedSet()
                : Collections.unmodifiableSortedSet(new TreeSet<>(secrets));
    }

    /** The image as it is when the versions of its secrets count; the same image where it uses none. */
    RenderedImage withSecretVersions(UnaryOperator<String> versionOf) {
        if (secrets.isEmpty()) {
            return this;
        }
        SortedMap<String, String> withVersions = new TreeMap<>(variables);
        List<Member> versions = new ArrayList<>();
        for (String secret : secrets) {
            String version = versionOf.apply(secret);
            withVersions.put(SecretReference.to(secret), version);
            versions.add(new Member(secret, new JsonString(version, Location.NONE), Location.NONE));
        }
        JsonObject counted = new JsonObject(
                List.of(
                        new Member("payload", new JsonString(fingerprint, Location.NONE), Location.NONE),
                        new Member("secrets", new JsonObject(versions, Location.NONE), Location.NONE)),
                Location.NONE);
        return new RenderedImage(
                id,
                file,
                targets,
                payload,
                RedactedPayload.fingerprint(counted),
                source,
                withVersions,
                secrets,
                settings,
                base);
    }

    RenderedImage withBase(@Nullable String imageId) {
        return new RenderedImage(
                id, file, targets, payload, fingerprint, source, variables, secrets, settings, imageId);
    }

    /** The distinct names of the image; built-in variables stand in them as {@code {NAME}}. */
    public List<String> imageNames() {
        return ImageTarget.names(targets);
    }

    /** The names that the image gets when it is submitted at an instant, each with its place. */
    public List<ImageTarget> targetsAt(Instant submission) {
        if (targets.stream().noneMatch(target -> VariableSyntax.mayHoldVariable(target.imageName()))) {
            return targets;
        }
        return targets.stream()
                .map(target -> new ImageTarget(
                        RedactedPayload.withBuiltIns(target.imageName(), submission), target.destination()))
                .toList();
    }
}
