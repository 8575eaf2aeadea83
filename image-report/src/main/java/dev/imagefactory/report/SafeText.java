package dev.imagefactory.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts of others, made harmless: definitions, the service and its logs may say anything.
 *
 * <p>What no text needs and what terminals, parsers, pipelines or eyes could be misled by is replaced by U+FFFD or left
 * out: control and format characters, lone surrogates, what XML does not allow, sequences that colour a terminal, and
 * the commands of pipelines, should somebody print the report there.
 */
final class SafeText {
    private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;:?]*[ -/]*[@-~]");
    private static final Pattern AZURE_COMMAND = Pattern.compile("##(?=(?:vso)?\\[)", Pattern.CASE_INSENSITIVE);
    private static final Pattern GITHUB_COMMAND = Pattern.compile("(?m)^(\\s*:):(?=[a-zA-Z])");
    private static final Pattern PLAIN_ADDRESS = Pattern.compile("[\\w:/?#@!$&*+,;=.~%()-]*");

    private SafeText() {}

    /** A text on one line. */
    static String line(String text) {
        return block(text.replaceAll("[\\s\\u0085\\u2028\\u2029]+", " ")).strip();
    }

    /** A text on one line, cut after so many characters. */
    static String line(String text, int longest) {
        // Cut twice, so that ten megabytes are not cleaned for a line.
        return cut(line(cut(text, 4 * longest)), longest);
    }

    /** A text of several lines, each ended by a line feed. */
    static String block(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        ANSI.matcher(text.replace("\r\n", "\n").replace('\r', '\n'))
                .replaceAll("")
                .codePoints()
                .forEach(c -> clean.appendCodePoint(isHarmless(c) ? c : 0xFFFD));
        String noAzure = AZURE_COMMAND.matcher(clean).replaceAll("#\uFFFD");
        return GITHUB_COMMAND.matcher(noAzure).replaceAll("$1\uFFFD");
    }

    /** A text in which what is not harmless is written as JSON writes it; of a whole document. */
    static String json(String document) {
        StringBuilder safe = new StringBuilder(document.length());
        document.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                safe.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    safe.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return AZURE_COMMAND.matcher(safe).replaceAll("\\\\u0023#");
    }

    private static boolean isHarmless(int c) {
        if (c == '\n' || c == '\t') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> (c & 0xFFFE) != 0xFFFE;
        };
    }

    /** The first characters of a text, with an ellipsis where something is left out. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "\u2026";
    }

    /** The last characters of a text, likewise. */
    static String cutFront(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int from = text.length() - longest;
        return "\u2026" + text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }

    /** An address that can be linked to: http or https, with a host, and nobody's name in it. */
    static Optional<String> webAddress(@Nullable String url) {
        if (url == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            String text = uri.toASCIIString();
            return web
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && PLAIN_ADDRESS.matcher(text).matches()
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
