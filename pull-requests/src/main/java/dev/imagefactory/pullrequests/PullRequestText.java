package dev.imagefactory.pullrequests;

import dev.imagefactory.osob.Proposal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pull request says, within the limits of services. Lengths are in UTF-16 units, as Azure DevOps counts them;
 * GitHub counts no more than these.
 *
 * @param title one line
 * @param body Markdown
 * @param content identifies what is proposed; stands in the description as a comment that is not shown
 */
public record PullRequestText(String title, String body, String content) {
    /** What a comment with the whole text begins with, so that it is found again. */
    static final String COMMENT = "<!-- imagefactory text -->";

    private static final int LONGEST_TITLE = 250;
    private static final Pattern CONTENT = Pattern.compile("<!-- imagefactory content: (\\S+) -->");
    private static final String WITHDRAWN = "<!-- imagefactory withdrawn -->";
    private static final String UNFINISHED = "\n\n<!-- imagefactory unfinished -->";
    private static final String CUT = "\n\n**The text goes on: all of it is in a comment below.**";
    private static final String COMMENT_CUT = "\n\n**The rest is too long for a comment and left out.**";

    public PullRequestText {
        title = oneLine(title);
        title = title.length() <= LONGEST_TITLE ? title : cut(title, LONGEST_TITLE - 1) + "…";
        body = body.strip();
        if (!content.matches("[\\w:.+=/-]+") || content.contains("--")) {
            throw new IllegalArgumentException("the content id '" + content + "' does not fit into a comment");
        }
    }

    static PullRequestText of(Proposal proposal) {
        return new PullRequestText(proposal.title(), proposal.text(), proposal.content());
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** The description: all of the text, or as many lines as fit, and a word that there is more. */
    String description(int limit) {
        String marker = "\n\n<!-- imagefactory content: " + content + " -->";
        return fits(limit) ? body + marker : lines(limit - CUT.length() - marker.length()) + CUT + marker;
    }

    /** The description of a pull request that lacks something yet which it shall have beside its text. */
    String unfinished(int limit) {
        return description(limit - UNFINISHED.length()) + UNFINISHED;
    }

    static boolean isUnfinished(String description) {
        return description.contains(UNFINISHED.strip());
    }

    /** Whether all of the text fits into a description. */
    boolean fits(int limit) {
        return body.length() + content.length() + 40 <= limit;
    }

    /** A comment with all of the text. */
    String comment(int limit) {
        String all = COMMENT + "\n\n" + body;
        return all.length() <= limit
                ? all
                : new PullRequestText(title, all, content).lines(limit - COMMENT_CUT.length()) + COMMENT_CUT;
    }

    private String lines(int limit) {
        int end = body.lastIndexOf('\n', limit);
        return end > 0 ? body.substring(0, end).stripTrailing() : cut(body, limit);
    }

    /** The beginning, without half a character at its end. */
    static String cut(String text, int limit) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }

    /** Whether a pull request says this already, but for line ends and blanks at the end, which services change. */
    boolean isIn(PullRequest pullRequest, int limit) {
        return title.equals(pullRequest.title()) && same(description(limit), pullRequest.description());
    }

    static boolean same(String one, String other) {
        return one.replace("\r\n", "\n")
                .stripTrailing()
                .equals(other.replace("\r\n", "\n").stripTrailing());
    }

    /** The content that a description names. */
    static Optional<String> contentOf(String description) {
        Matcher marker = CONTENT.matcher(description);
        return marker.find() ? Optional.of(marker.group(1)) : Optional.empty();
    }

    /** The description of a pull request that we close ourselves, so that nobody seems to have declined it. */
    static String withdrawn(String description) {
        return CONTENT.matcher(description).replaceAll(WITHDRAWN);
    }

    static boolean isWithdrawn(String description) {
        return description.contains(WITHDRAWN);
    }
}
