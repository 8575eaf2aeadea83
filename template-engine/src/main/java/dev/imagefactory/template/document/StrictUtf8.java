package dev.imagefactory.template.document;

import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Decoding of UTF-8 that reports a wrong byte instead of replacing it. A leading byte order mark is skipped. */
final class StrictUtf8 {
    /** What Java writes for a byte that is no UTF-8; a file may hold the character itself, too. */
    private static final char REPLACEMENT = '\uFFFD';

    private StrictUtf8() {}

    static Optional<String> decode(SourceFile file, Problems problems) {
        return file.bytes(problems).flatMap(bytes -> decode(bytes, file, problems));
    }

    private static Optional<String> decode(byte[] bytes, SourceFile file, Problems problems) {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        int start = marked ? 3 : 0;
        String lenient = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
        if (lenient.indexOf(REPLACEMENT) < 0) {
            return Optional.of(lenient);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer out = CharBuffer.allocate(bytes.length - start);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (!result.isError()) {
            return Optional.of(text);
        }
        int lineStart = text.lastIndexOf('\n') + 1;
        int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
        problems.add(
                ProblemCode.INVALID_ENCODING,
                new Location(file.path(), line, text.length() - lineStart + 1),
                "",
                String.format(
                        Locale.ROOT, "byte 0x%02X at offset %d is not UTF-8", bytes[in.position()], in.position()),
                "save the file as UTF-8");
        return Optional.empty();
    }
}
