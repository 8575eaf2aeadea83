package dev.imagefactory.osob;

import java.util.List;

/**
 * A change of a consumer's files with what people need to know to decide about it.
 *
 * @param key what it is about, for instance {@code osob-scouting}: of one key there is at most one open pull request;
 *     lower-case letters, digits and dashes
 * @param content identifies what is changed, for instance a SHA-256 over which image replaces which; not in which files
 *     or beside what. What people turned down is not proposed again while this stays
 * @param title one line
 * @param text Markdown; the same as long as nothing worth saying has changed
 * @param files those that change, whole, as they shall be
 * @param review who is to look at it, and how it is marked
 */
public record Proposal(String key, String content, String title, String text, List<ConsumerFile> files, Review review) {
    public Proposal {
        if (!key.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "the key '" + key + "' is not made of lower-case letters, digits and dashes");
        }
        files = List.copyOf(files);
    }

    /**
     * Who is to look at a proposal, and how it is marked. What a service does not have is left out there.
     *
     * @param labels added to the pull request
     * @param reviewers as the service names them: ids in Azure DevOps, login names in GitHub
     * @param workItems ids of work items of Azure DevOps to link
     * @param draft whether it is not ready for review
     */
    public record Review(List<String> labels, List<String> reviewers, List<String> workItems, boolean draft) {
        public static final Review NONE = new Review(List.of(), List.of(), List.of(), false);

        public Review {
            labels = List.copyOf(labels);
            reviewers = List.copyOf(reviewers);
            workItems = List.copyOf(workItems);
        }
    }
}
