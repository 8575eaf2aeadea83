package dev.imagefactory.pullrequests;

import dev.imagefactory.osob.Proposal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.FooterKey;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * How a commit of ours is written and known again: by its author and committer, and by trailers, of which one is a
 * digest over what the commit changes. One that a person amended is none of ours.
 */
final class OwnCommit {
    private static final String KEY = "Imagefactory-Key";
    private static final String CONTENT = "Imagefactory-Content";
    private static final String CHANGES = "Imagefactory-Changes";
    private static final int WIDTH = 72;

    private final String name;
    private final String email;

    OwnCommit(String name, String email) {
        this.name = name;
        this.email = email;
    }

    String name() {
        return name;
    }

    String email() {
        return email;
    }

    static String message(Proposal proposal, List<Change> changes) {
        StringBuilder message = new StringBuilder(PullRequestText.oneLine(proposal.title())).append("\n\n");
        proposal.text().strip().lines().forEach(line -> wrap(line.stripTrailing(), message));
        return message.append('\n')
                .append(KEY + ": ")
                .append(proposal.key())
                .append("\n" + CONTENT + ": ")
                .append(proposal.content())
                .append("\n" + CHANGES + ": ")
                .append(digest(changes))
                .append('\n')
                .toString();
    }

    /** Breaks a line between words; a row of a table stays whole. */
    private static void wrap(String line, StringBuilder message) {
        String rest = line;
        while (rest.length() > WIDTH && !line.startsWith("|")) {
            int end = rest.lastIndexOf(' ', WIDTH);
            if (end <= 0) {
                end = rest.indexOf(' ', WIDTH);
            }
            if (end < 0) {
                break;
            }
            message.append(rest, 0, end).append('\n');
            rest = rest.substring(end + 1);
        }
        message.append(rest).append('\n');
    }

    /** What a commit changes, where it is ours. */
    Optional<List<Change>> changes(RevCommit commit, Repository repository) throws IOException {
        if (commit.getParentCount() != 1
                || !isOurs(commit.getAuthorIdent())
                || !isOurs(commit.getCommitterIdent())
                || trailer(commit, KEY).isEmpty()) {
            return Optional.empty();
        }
        List<Change> changes = Change.by(commit, repository);
        return trailer(commit, CHANGES).filter(digest(changes)::equals).map(digest -> changes);
    }

    /** Who is to be asked about a commit: its author, or whoever amended one of ours. */
    PersonIdent personOf(RevCommit commit) {
        return isOurs(commit.getAuthorIdent()) ? commit.getCommitterIdent() : commit.getAuthorIdent();
    }

    private boolean isOurs(PersonIdent person) {
        return person.getName().equals(name) && person.getEmailAddress().equals(email);
    }

    /** The id of what the commit proposes. */
    static Optional<String> content(RevCommit commit) {
        return trailer(commit, CONTENT);
    }

    private static Optional<String> trailer(RevCommit commit, String key) {
        List<String> values = commit.getFooterLines(new FooterKey(key));
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    private static String digest(List<Change> changes) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (Change change : changes) {
                sha256.update("%s %s %s %s %s\0"
                        .formatted(
                                change.modeBefore(),
                                change.before().name(),
                                change.modeAfter(),
                                change.after().name(),
                                change.path())
                        .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
