package dev.imagefactory.pullrequests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.Proposal.Review;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHDirection;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequestQueryBuilder;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHUser;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Pull requests of GitHub, by the client github-api. Requests go through our {@link RestClient}, so the client sees no
 * credentials. GitHub has no work items.
 */
public final class GitHubPullRequests implements PullRequests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PERMISSIONS = "contents:write and pull-requests:write";
    private static final int LONGEST_TEXT = 65_536;
    private static final int ENDED_ONES = 30;
    /** What Java sets itself, and what {@link RestClient} adds. */
    private static final Set<String> OWN_HEADERS =
            Set.of("accept-encoding", "authorization", "connection", "content-length", "host");

    private final RestClient rest;
    private final String api;
    private final String owner;
    private final String name;
    private @Nullable GitHub client;
    private @Nullable GHRepository repository;

    private GitHubPullRequests(RestClient rest, String api, String owner, String name) {
        this.rest = rest;
        this.api = api;
        this.owner = owner;
        this.name = name;
    }

    /**
     * The pull requests of a repository; nothing is asked yet.
     *
     * @param address of the repository, as {@code git clone} takes it: {@code https://github.com/OWNER/REPOSITORY}, or
     *     the same at a server of one's own
     * @throws ConsumerException where it is no such address
     */
    public static GitHubPullRequests of(String address, GitCredentials credentials) {
        URI uri = RemoteAddress.of(address).uri();
        String[] path = uri.getPath()
                .replaceFirst("^/", "")
                .replaceFirst("(\\.git)?/?$", "")
                .split("/", -1);
        if (path.length != 2 || uri.getHost() == null) {
            throw new ConsumerException(uri + " is no address of a repository in GitHub; give one like"
                    + " https://github.com/OWNER/REPOSITORY");
        }
        String api = uri.getHost().equals("github.com")
                ? "https://api.github.com"
                : uri.getScheme() + "://" + uri.getAuthority() + "/api/v3";
        return new GitHubPullRequests(new RestClient(credentials), api, path[0], path[1]);
    }

    /** An answer that is no success, on its way past the client. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refusal(HttpResponse<byte[]> answer) {
            super(said(answer));
            this.status = answer.statusCode();
        }

        private static String said(HttpResponse<byte[]> answer) {
            Optional<String> moved = answer.headers().firstValue("Location");
            if (moved.isPresent()) {
                return "it has moved to " + moved.get();
            }
            try {
                JsonNode body = JSON.readTree(answer.body());
                StringBuilder said = new StringBuilder(body.path("message").asText());
                body.path("errors")
                        .forEach(error ->
                                said.append(' ').append(error.path("message").asText()));
                return said.toString();
            } catch (IOException e) {
                return "";
            }
        }
    }

    /** What is asked of the client, which throws what it reads. */
    private interface Request<T> {
        T of(GHRepository repository) throws IOException;
    }

    private <T> T call(String what, Request<T> request) {
        try {
            return request.of(repository());
        } catch (Refusal e) {
            throw RestClient.refused(what, e.status, String.valueOf(e.getMessage()), PERMISSIONS);
        } catch (IOException e) {
            throw RestClient.unreachable(what, e);
        }
    }

    private GHRepository repository() throws IOException {
        if (repository == null) {
            repository = client().getRepository(owner + "/" + name);
        }
        return repository;
    }

    private GitHub client() throws IOException {
        if (client == null) {
            client = new GitHubBuilder()
                    .withEndpoint(api)
                    .withConnector(this::send)
                    .build();
        }
        return client;
    }

    private GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
        Map<String, String> headers = new HashMap<>();
        request.allHeaders().forEach((header, values) -> {
            if (!OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
                headers.put(header, String.join(", ", values));
            }
        });
        if (request.hasBody()) {
            headers.put("Content-Type", request.contentType());
        }
        HttpResponse<byte[]> answer = rest.send(
                request.method(),
                URI.create(request.url().toString()),
                headers,
                request.hasBody() ? request.body().readAllBytes() : null);
        // The client would follow redirects, even with what writes, and wait for hours until a limit is over.
        if (answer.statusCode() >= 300) {
            throw new Refusal(answer);
        }
        return new GitHubConnectorResponse.ByteArrayResponse(
                request, answer.statusCode(), answer.headers().map()) {
            @Override
            protected InputStream rawBodyStream() {
                return new ByteArrayInputStream(answer.body());
            }
        };
    }

    @Override
    public Optional<PullRequest> latest(String branch, @Nullable String head) {
        return call("look for the pull request of " + branch, at -> {
            Optional<GHPullRequest> open = first(branch, query(at, branch).state(GHIssueState.OPEN), 1);
            Optional<GHPullRequest> found =
                    open.isPresent() ? open : first(branch, query(at, branch).state(GHIssueState.CLOSED), ENDED_ONES);
            return found.map(GitHubPullRequests::pullRequest);
        });
    }

    private GHPullRequestQueryBuilder query(GHRepository at, String branch) {
        return at.queryPullRequests()
                .head(owner + ":" + branch)
                .sort(GHPullRequestQueryBuilder.Sort.CREATED)
                .direction(GHDirection.DESC);
    }

    /** The one that ended last, of the newest ones. */
    private static Optional<GHPullRequest> first(String branch, GHPullRequestQueryBuilder query, int most)
            throws IOException {
        List<GHPullRequest> found = new ArrayList<>();
        for (GHPullRequest each : query.list().withPageSize(ENDED_ONES)) {
            if (each.getHead().getRef().equals(branch)) {
                found.add(each);
            }
            if (found.size() == most) {
                break;
            }
        }
        return found.stream()
                .max(Comparator.comparing(GHPullRequest::getClosedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(GHPullRequest::getNumber));
    }

    private static PullRequest pullRequest(GHPullRequest from) {
        PullRequest.State ended = from.getMergedAt() == null ? PullRequest.State.CLOSED : PullRequest.State.MERGED;
        return new PullRequest(
                Integer.toString(from.getNumber()),
                from.getState() == GHIssueState.OPEN ? PullRequest.State.OPEN : ended,
                from.getHtmlUrl().toString(),
                from.getBase().getRef(),
                from.getTitle(),
                from.getBody() == null ? "" : from.getBody(),
                from.getHead().getSha());
    }

    /**
     * {@inheritDoc} GitHub takes labels and reviewers only afterwards; until they are set, the description says that it
     * is unfinished, so that another run sets them where this one fails.
     */
    @Override
    public PullRequest create(String branch, String target, PullRequestText text, Review review) {
        return call("create a pull request for " + branch, at -> {
            boolean whole = review.labels().isEmpty() && review.reviewers().isEmpty();
            String description = text.description(LONGEST_TEXT);
            GHPullRequest created = at.createPullRequest(
                    text.title(),
                    branch,
                    target,
                    whole ? description : text.unfinished(LONGEST_TEXT),
                    true,
                    review.draft());
            if (!whole) {
                bring(created, review);
                created.setBody(description);
            }
            bringComment(created, text);
            return pullRequest(created);
        });
    }

    private void bring(GHPullRequest pullRequest, Review review) throws IOException {
        if (!review.labels().isEmpty()) {
            pullRequest.addLabels(review.labels().toArray(String[]::new));
        }
        if (!review.reviewers().isEmpty()) {
            List<GHUser> reviewers = new ArrayList<>();
            for (String login : review.reviewers()) {
                reviewers.add(client().getUser(login));
            }
            pullRequest.requestReviewers(reviewers);
        }
    }

    @Override
    public boolean update(PullRequest pullRequest, PullRequestText text, Review review) {
        boolean said = text.isIn(pullRequest, LONGEST_TEXT);
        if (said && text.fits(LONGEST_TEXT)) {
            return false;
        }
        return call("update " + pullRequest.place(), at -> {
            GHPullRequest open = at.getPullRequest(Integer.parseInt(pullRequest.id()));
            if (PullRequestText.isUnfinished(pullRequest.description())) {
                bring(open, review);
            }
            boolean commented = bringComment(open, text);
            if (!said) {
                open.setTitle(text.title());
                open.setBody(text.description(LONGEST_TEXT));
            }
            return commented || !said;
        });
    }

    /** Sees to it that a comment has all of a text that is too long; tells whether it had not. */
    private static boolean bringComment(GHPullRequest pullRequest, PullRequestText text) throws IOException {
        if (text.fits(LONGEST_TEXT)) {
            return false;
        }
        String comment = text.comment(LONGEST_TEXT);
        for (GHIssueComment old : pullRequest.listComments()) {
            if (old.getBody().startsWith(PullRequestText.COMMENT)) {
                boolean same = PullRequestText.same(old.getBody(), comment);
                if (!same) {
                    old.update(comment);
                }
                return !same;
            }
        }
        pullRequest.comment(comment);
        return true;
    }

    @Override
    public void withdraw(PullRequest pullRequest, String reason) {
        call("close " + pullRequest.place(), at -> {
            GHPullRequest open = at.getPullRequest(Integer.parseInt(pullRequest.id()));
            open.setBody(PullRequestText.withdrawn(pullRequest.description()));
            open.comment(reason);
            open.close();
            return open;
        });
    }

    /** The repository, and who is asked. */
    @Override
    public String toString() {
        return owner + "/" + name + " by " + api;
    }
}
