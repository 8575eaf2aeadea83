package dev.imagefactory.pullrequests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.Proposal.Review;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Pull requests of Azure DevOps Repos, by its REST API 7.1. */
public final class AzureDevOpsPullRequests implements PullRequests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "api-version=7.1";
    private static final String HEADS = "refs/heads/";
    private static final String PERMISSIONS = "'Contribute' and 'Contribute to pull requests' (scope vso.code_write)";
    /** As the service says when more is sent, counted in UTF-16. */
    private static final int DESCRIPTION = 4_000;

    private static final int COMMENT = 150_000;

    private final RestClient rest;
    private final String web;
    private final String api;

    private AzureDevOpsPullRequests(RestClient rest, String web, String api) {
        this.rest = rest;
        this.web = web;
        this.api = api;
    }

    /**
     * The pull requests of a repository; nothing is asked yet.
     *
     * @param address of the repository, as {@code git clone} takes it:
     *     {@code https://dev.azure.com/ORGANIZATION/PROJECT/_git/REPOSITORY}, the same below
     *     {@code ORGANIZATION.visualstudio.com}, or below a collection of a server
     * @throws ConsumerException where it is no such address
     */
    public static AzureDevOpsPullRequests of(String address, GitCredentials credentials) {
        URI uri = RemoteAddress.of(address).uri();
        List<String> path = List.of(uri.getRawPath().substring(1).split("/"));
        int git = path.indexOf("_git");
        if (git < 0 || git != path.size() - 2 || uri.getHost() == null) {
            throw new ConsumerException(uri + " is no address of a repository in Azure DevOps; give one like"
                    + " https://dev.azure.com/ORGANIZATION/PROJECT/_git/REPOSITORY");
        }
        String repository = path.get(git + 1);
        // A project's repository of the same name has an address without the project.
        int collection = uri.getHost().endsWith(".visualstudio.com")
                ? (path.get(0).equalsIgnoreCase("DefaultCollection") ? 1 : 0)
                : uri.getHost().equals("dev.azure.com") ? 1 : Math.max(git - 1, 0);
        String project = git > collection ? path.get(git - 1) : repository;
        String root = uri.getScheme() + "://" + uri.getAuthority() + "/";
        String above = root
                + path.subList(0, collection).stream()
                        .map(segment -> segment + "/")
                        .reduce("", String::concat)
                + project;
        return new AzureDevOpsPullRequests(
                new RestClient(credentials),
                above + "/_git/" + repository,
                above + "/_apis/git/repositories/" + repository + "/pullrequests");
    }

    @Override
    public Optional<PullRequest> latest(String branch, @Nullable String head) {
        return search(branch, "active")
                .or(() -> search(branch, "all"))
                // Lists have no more than the first 400 characters of a description.
                .map(found -> pullRequest(call("read pull request " + id(found), "GET", "/" + id(found) + "?", null)));
    }

    private Optional<JsonNode> search(String branch, String status) {
        JsonNode found = call(
                "look for the pull request of " + branch,
                "GET",
                "?searchCriteria.sourceRefName=" + URLEncoder.encode(HEADS + branch, StandardCharsets.UTF_8)
                        + "&searchCriteria.status=" + status + "&$top=100&",
                null);
        return StreamSupport.stream(found.path("value").spliterator(), false)
                .filter(each -> each.path("forkSource").isMissingNode()
                        || each.path("forkSource").isNull())
                .max(Comparator.comparing(
                                (JsonNode each) -> each.path("closedDate").asText())
                        .thenComparing(each -> each.path("pullRequestId").asInt()));
    }

    private static String id(JsonNode pullRequest) {
        return pullRequest.path("pullRequestId").asText();
    }

    private PullRequest pullRequest(JsonNode json) {
        return new PullRequest(
                id(json),
                switch (json.path("status").asText()) {
                    case "active" -> PullRequest.State.OPEN;
                    case "completed" -> PullRequest.State.MERGED;
                    default -> PullRequest.State.CLOSED;
                },
                web + "/pullrequest/" + id(json),
                json.path("targetRefName").asText().replaceFirst("^" + HEADS, ""),
                json.path("title").asText(),
                json.path("description").asText(),
                json.path("lastMergeSourceCommit").path("commitId").asText());
    }

    @Override
    public PullRequest create(String branch, String target, PullRequestText text, Review review) {
        ObjectNode body = said(text)
                .put("sourceRefName", HEADS + branch)
                .put("targetRefName", HEADS + target)
                .put("isDraft", review.draft());
        list(body, "labels", "name", review.labels());
        list(body, "reviewers", "id", review.reviewers());
        list(body, "workItemRefs", "id", review.workItems());
        PullRequest created = pullRequest(call("create a pull request for " + branch, "POST", "?", body));
        bringComment(created, text);
        return created;
    }

    private static ObjectNode said(PullRequestText text) {
        return JSON.createObjectNode().put("title", text.title()).put("description", text.description(DESCRIPTION));
    }

    private static void list(ObjectNode body, String field, String key, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = body.putArray(field);
            values.forEach(value -> list.addObject().put(key, value));
        }
    }

    /** {@inheritDoc} A pull request is created with all of its review, so none lacks any. */
    @Override
    public boolean update(PullRequest pullRequest, PullRequestText text, Review review) {
        boolean written = bringComment(pullRequest, text);
        if (!text.isIn(pullRequest, DESCRIPTION)) {
            patch(pullRequest, said(text));
            written = true;
        }
        return written;
    }

    private void patch(PullRequest pullRequest, ObjectNode body) {
        call("update " + pullRequest.place(), "PATCH", "/" + pullRequest.id() + "?", body);
    }

    /** Sees to it that a comment has all of a text that is too long; tells whether it had not. */
    private boolean bringComment(PullRequest pullRequest, PullRequestText text) {
        if (text.fits(DESCRIPTION)) {
            return false;
        }
        String comment = text.comment(COMMENT);
        String threads = "/" + pullRequest.id() + "/threads";
        String what = "comment on " + pullRequest.place();
        for (JsonNode thread : call(what, "GET", threads + "?", null).path("value")) {
            for (JsonNode old : thread.path("comments")) {
                String content = old.path("content").asText();
                if (content.startsWith(PullRequestText.COMMENT)
                        && !old.path("isDeleted").asBoolean()) {
                    boolean same = PullRequestText.same(content, comment);
                    if (!same) {
                        call(
                                what,
                                "PATCH",
                                threads + "/" + thread.path("id").asText() + "/comments/"
                                        + old.path("id").asText() + "?",
                                JSON.createObjectNode().put("content", comment));
                    }
                    return !same;
                }
            }
        }
        addComment(pullRequest, comment);
        return true;
    }

    private void addComment(PullRequest pullRequest, String content) {
        // Closed, so that it does not count as a question which holds up the merge.
        ObjectNode thread = JSON.createObjectNode().put("status", "closed");
        thread.putArray("comments")
                .addObject()
                .put("parentCommentId", 0)
                .put("content", content)
                .put("commentType", "text");
        call("comment on " + pullRequest.place(), "POST", "/" + pullRequest.id() + "/threads?", thread);
    }

    @Override
    public void withdraw(PullRequest pullRequest, String reason) {
        patch(
                pullRequest,
                JSON.createObjectNode().put("description", PullRequestText.withdrawn(pullRequest.description())));
        addComment(pullRequest, reason);
        patch(pullRequest, JSON.createObjectNode().put("status", "abandoned"));
    }

    private JsonNode call(String what, String method, String pathAndQuery, @Nullable JsonNode body) {
        try {
            HttpResponse<byte[]> answer = rest.send(
                    method,
                    URI.create(api + pathAndQuery.replace("$", "%24") + VERSION),
                    Map.of("Accept", "application/json", "Content-Type", "application/json"),
                    body == null ? null : JSON.writeValueAsBytes(body));
            JsonNode said = read(answer);
            // A page to sign in comes as 203, as 200, or as a redirect to one.
            if ((answer.statusCode() != 200 && answer.statusCode() != 201) || !said.isObject()) {
                throw RestClient.refused(
                        what, answer.statusCode(), said.path("message").asText(), PERMISSIONS);
            }
            return said;
        } catch (IOException e) {
            throw RestClient.unreachable(what, e);
        }
    }

    /** The body as JSON; nothing where it is none. */
    private static JsonNode read(HttpResponse<byte[]> answer) throws IOException {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The repository's address. */
    @Override
    public String toString() {
        return web;
    }
}
