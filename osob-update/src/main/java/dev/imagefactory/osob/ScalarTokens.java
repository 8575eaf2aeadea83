package dev.imagefactory.osob;

import java.util.Arrays;
import java.util.BitSet;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.tokens.Token;

/**
 * SnakeYAML's scanner, which remembers what the nodes do not tell: where a scalar begins behind its anchor and tag, and
 * whether it stands within brackets.
 */
final class ScalarTokens implements Scanner {
    private final Scanner scanner;
    private int[] starts = new int[1024];

    /** Where the tokens end, in their order, and so sorted. */
    private int[] ends = new int[1024];

    private final BitSet inFlow = new BitSet();
    private int count;
    private int brackets;

    ScalarTokens(Scanner scanner) {
        this.scanner = scanner;
    }

    /** Where a scalar's token begins, in code points, and whether within brackets or braces. */
    record Place(int start, boolean inFlow) {}

    /** Where the node's own token stands; an empty node has none, and stands where it ends. */
    Place place(ScalarNode node) {
        int end = node.getEndMark().getIndex();
        int token = Arrays.binarySearch(ends, 0, count, end);
        return token < 0 || node.getStartMark().getIndex() == end
                ? new Place(end, false)
                : new Place(starts[token], inFlow.get(token));
    }

    @Override
    public Token getToken() {
        Token token = scanner.getToken();
        switch (token.getTokenId()) {
            case FlowSequenceStart, FlowMappingStart -> brackets++;
            case FlowSequenceEnd, FlowMappingEnd -> brackets--;
            case Scalar -> remember(token);
            default -> {}
        }
        return token;
    }

    private void remember(Token scalar) {
        if (count == ends.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = scalar.getStartMark().getIndex();
        ends[count] = scalar.getEndMark().getIndex();
        inFlow.set(count, brackets > 0);
        count++;
    }

    @Override
    public boolean checkToken(Token.ID... choices) {
        return scanner.checkToken(choices);
    }

    @Override
    public boolean checkToken(Token.ID choice) {
        return scanner.checkToken(choice);
    }

    @Override
    public Token peekToken() {
        return scanner.peekToken();
    }

    @Override
    public void resetDocumentIndex() {
        scanner.resetDocumentIndex();
    }
}
