package dev.imagefactory.osob;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A file of a consumer.
 *
 * @param path below the consumer's root, with {@code /} between folders
 * @param text all of it, with a byte order mark and line ends as they are
 */
public record ConsumerFile(String path, String text) {
    /**
     * A file whose bytes are at hand.
     *
     * @throws ConsumerException where they are not UTF-8
     */
    public static ConsumerFile of(String path, byte[] content) {
        try {
            return new ConsumerFile(
                    path,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new ConsumerException(path + " is not UTF-8; save it as UTF-8", e);
        }
    }

    /** The bytes; those it was made of. */
    public byte[] content() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
