package dev.imagefactory.template;

import dev.imagefactory.template.document.CanonicalBytes;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a build is asked for, without what must not be kept: secrets stand as {@code kv_<name>}, built-in variables as
 * {@code {NAME}}.
 *
 * <p>It is safe to print, to store and to compare. {@link #complete} makes of it what is sent. Immutable.
 *
 * <p>That of an image of the engine is rendered again when it is asked for; all methods but {@link #fingerprint} throw
 * {@link java.io.UncheckedIOException} where its files stayed on disk ({@link DefinitionSet#onDisk}) and have changed.
 */
public final class RedactedPayload {
    private final ImageDocuments documents;
    private final String fingerprint;

    RedactedPayload(JsonObject document) {
        ImageDocuments.Documents fixed = new ImageDocuments.Documents(document, null, document);
        this.documents = new ImageDocuments(null, () -> fixed);
        this.fingerprint = fingerprint(document);
    }

    RedactedPayload(ImageDocuments documents, String fingerprint) {
        this.documents = documents;
        this.fingerprint = fingerprint;
    }

    /**
     * Reads back what {@link #text} wrote.
     *
     * @throws IllegalArgumentException where the text is not a JSON object
     */
    public static RedactedPayload parse(String text) {
        Problems problems = new Problems();
        SourceFile file = SourceFile.of("payload.json", text.getBytes(StandardCharsets.UTF_8));
        return new RedactedPayload(new DocumentReader()
                .readObject(file, problems)
                .orElseThrow(() -> new IllegalArgumentException(
                        "not a payload: " + problems.sorted().get(0))));
    }

    public JsonObject document() {
        return documents.get().rendered();
    }

    /** One line of JSON, keys in the order of the definition. */
    public String text() {
        return JsonText.compact(document());
    }

    /**
     * Says whether two payloads ask for the same image: the SHA-256, in lower-case hexadecimal, over the canonical JSON
     * (see {@link JsonText#canonical}) in UTF-8. Secrets count by name, built-in variables by theirs.
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * The JSON to send: built-in variables and secrets by their values, everything else as it is.
     *
     * @param submission when the build is asked for; a repeated request takes the time of the first, so that it is the
     *     same request
     * @throws MissingSecretException where a secret has no value
     */
    public String complete(Instant submission, SecretResolver secrets) {
        return JsonText.compact(complete(document(), new Completion(submission, secrets)));
    }

    private record Completion(Instant submission, SecretResolver secrets) {}

    private static JsonValue complete(JsonValue value, Completion completion) {
        if (value instanceof JsonObject object) {
            List<Member> members = new ArrayList<>();
            for (Member member : object.members()) {
                members.add(new Member(
                        withBuiltIns(member.name(), completion.submission),
                        complete(member.value(), completion),
                        member.location()));
            }
            return new JsonObject(members, object.location());
        } else if (value instanceof JsonArray array) {
            return new JsonArray(
                    array.elements().stream()
                            .map(element -> complete(element, completion))
                            .toList(),
                    array.location());
        } else if (value instanceof JsonString string) {
            Optional<String> secret = SecretReference.nameIn(string.text());
            String text = secret.isPresent()
                    ? completion.secrets.resolve(secret.get())
                    : withBuiltIns(string.text(), completion.submission);
            return new JsonString(text, string.location());
        }
        return value;
    }

    /**
     * Puts the built-in variables into a text of a payload. A plain replacement is enough: the engine refuses every
     * other way in which such a text could come about.
     */
    static String withBuiltIns(String text, Instant submission) {
        if (!VariableSyntax.mayHoldVariable(text)) {
            return text;
        }
        StringBuilder completed = new StringBuilder();
        for (VariableSyntax.Segment segment : VariableSyntax.parse(text)) {
            Optional<BuiltIn> builtIn = segment instanceof VariableSyntax.Reference reference
                            && reference.source().startsWith("{")
                    ? BuiltIn.named(reference.name())
                    : Optional.empty();
            completed.append(builtIn.map(each -> each.valueAt(submission)).orElse(segment.source()));
        }
        return completed.toString();
    }

    /** The SHA-256, in lower-case hexadecimal, over the canonical JSON of a value in UTF-8. */
    public static String fingerprint(JsonValue value) {
        MessageDigest digest = sha256();
        digest.update(JsonText.canonical(value).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    static String fingerprint(CanonicalBytes canonical) {
        MessageDigest digest = sha256();
        canonical.addTo(digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The text, which holds no secret. */
    @Override
    public String toString() {
        return text();
    }
}
