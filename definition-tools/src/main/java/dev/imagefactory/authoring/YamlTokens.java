package dev.imagefactory.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/** The scalars and the comments of a YAML text that the engine has read without a problem. */
final class YamlTokens {
    /** A comment: at the beginning of a line, or after white space. */
    private static final Pattern COMMENT = Pattern.compile("(?<=^|\\s)#(.*)");

    private static final Pattern BLOCK_HEADER_COMMENT = Pattern.compile("\\A[|>][0-9+-]*[ \\t]+#(.*)");

    private final String text;
    private final Map<Place, Scalar> scalars = new HashMap<>();
    private final List<Comment> comments = new ArrayList<>();

    /** A place as a mark tells it: counted in code points. */
    private record Place(int line, int column) {
        static Place of(Mark mark) {
            return new Place(mark.getLine() + 1, mark.getColumn() + 1);
        }
    }

    YamlTokens(String text) {
        this.text = text;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        Scanner scanner = new ScannerImpl(new StreamReader(text), options);
        int end = 0;
        int endLine = 1;
        @Nullable Mark anchor = null;
        while (!scanner.checkToken(Token.ID.StreamEnd)) {
            Token token = scanner.getToken();
            Mark start = token.getStartMark();
            if (start.getIndex() > end) {
                commentsIn(slice(end, start.getIndex()), endLine);
            }
            if (token instanceof ScalarToken scalar) {
                add(scalar, anchor == null ? start : anchor);
            }
            anchor = token.getTokenId() == Token.ID.Anchor ? start : null;
            if (token.getEndMark().getIndex() > end) {
                end = token.getEndMark().getIndex();
                endLine = token.getEndMark().getLine() + 1;
            }
        }
        commentsIn(slice(end, text.codePointCount(0, text.length())), endLine);
    }

    /** The scalar that the engine says begins at a place; null where it is none. */
    @Nullable
    Scalar at(int line, int column) {
        return scalars.get(new Place(line, column));
    }

    List<Comment> comments() {
        return comments;
    }

    private void add(ScalarToken token, Mark place) {
        int start = offset(token.getStartMark().getIndex());
        int end = offset(token.getEndMark().getIndex());
        ScalarStyle style = token.getStyle();
        boolean block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        String raw = text.substring(start, end);
        if (block) {
            Matcher header = BLOCK_HEADER_COMMENT.matcher(raw);
            if (header.find()) {
                comments.add(new Comment(
                        token.getStartMark().getLine() + 1, header.group(1).strip()));
            }
            // What a block takes of the white space after it belongs to the lines around it.
            end = start + raw.stripTrailing().length();
        }
        scalars.put(
                Place.of(place),
                new Scalar(
                        start,
                        end,
                        switch (style) {
                            case PLAIN -> Scalar.Style.PLAIN;
                            case SINGLE_QUOTED -> Scalar.Style.SINGLE_QUOTED;
                            case LITERAL, FOLDED -> Scalar.Style.BLOCK;
                            default -> Scalar.Style.DOUBLE_QUOTED;
                        }));
    }

    /** Between tokens there is nothing but white space and comments. */
    private void commentsIn(String gap, int firstLine) {
        int line = firstLine;
        for (String each : gap.split("\\R", -1)) {
            Matcher comment = COMMENT.matcher(each);
            if (comment.find()) {
                comments.add(new Comment(line, comment.group(1).strip()));
            }
            line++;
        }
    }

    private String slice(int from, int to) {
        return text.substring(offset(from), offset(to));
    }

    private int offset(int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }
}
