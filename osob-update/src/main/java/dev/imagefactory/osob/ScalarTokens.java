package dev.imagefactory.osob;

import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * SnakeYAML's scanner, which remembers what the nodes do not tell: where a scalar begins behind its anchor and tag, and
 * whether it stands within brackets.
 */
final class ScalarTokens implements Scanner {
    private final Scanner scanner;
    private final Map<Integer, Place> byEnd = new HashMap<>();
    private int brackets;

    ScalarTokens(Scanner scanner) {
        this.scanner = scanner;
    }

    /** Where a scalar's token begins, in code points, and whether within brackets or braces. */
    record Place(int start, boolean inFlow) {}

    /** Where the node's own token stands; an empty node has none, and stands where it ends. */
    Place place(ScalarNode node) {
        int end = node.getEndMark().getIndex();
        return node.getStartMark().getIndex() == end
                ? new Place(end, false)
                : byEnd.getOrDefault(end, new Place(end, false));
    }

    @Override
    public Token getToken() {
        Token token = scanner.getToken();
        switch (token.getTokenId()) {
            case FlowSequenceStart, FlowMappingStart -> brackets++;
            case FlowSequenceEnd, FlowMappingEnd -> brackets--;
            case Scalar -> {
                ScalarToken scalar = (ScalarToken) token;
                byEnd.put(
                        scalar.getEndMark().getIndex(),
                        new Place(scalar.getStartMark().getIndex(), brackets > 0));
            }
            default -> {}
        }
        return token;
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
