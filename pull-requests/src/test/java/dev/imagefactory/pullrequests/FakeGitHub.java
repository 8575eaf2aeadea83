package dev.imagefactory.pullrequests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What we use of GitHub's REST API; a pull request is closed when its branch is deleted. */
final class FakeGitHub extends FakeService {
    private static final String REPOSITORY = "/api/v3/repos/fabrikam/osob";
    private static final Pattern PATH = Pattern.compile(REPOSITORY + "/(pulls|issues)(/(?<id>\\d+))?(?<rest>/.*)?");

    /** Whether a reviewer is refused. */
    boolean refusing;

    FakeGitHub(BareRepository repository) {
        super(repository);
    }

    @Override
    String address() {
        return root() + "/fabrikam/osob.git";
    }

    @Override
    PullRequests client() {
        return GitHubPullRequests.of(address(), GitCredentials.basic("x-access-token", () -> "pat"));
    }

    @Override
    void settle() {
        pullRequests.stream()
                .filter(each -> each.isOpen() && repository.head(each.branch) == null)
                .forEach(each -> end(each, PullRequest.State.CLOSED));
    }

    @Override
    JsonNode route(String method, String path, String query, JsonNode body) {
        if (path.equals(REPOSITORY)) {
            ObjectNode answer = object().put("id", 1).put("name", "osob").put("full_name", "fabrikam/osob");
            answer.putObject("owner").put("login", "fabrikam");
            return answer;
        }
        if (path.startsWith("/api/v3/users/")) {
            return object().put("id", 7).put("login", path.substring("/api/v3/users/".length()));
        }
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new Refusal(404, "Not Found");
        }
        String id = matcher.group("id");
        String rest = matcher.group("rest");
        if (id == null && rest != null) {
            return changeComment(rest, body);
        }
        if (id == null) {
            return method.equals("GET") ? list(query) : create(body);
        }
        Kept found = number(id);
        if (rest != null) {
            return about(found, method, rest, body);
        }
        if (method.equals("PATCH")) {
            found.title = body.path("title").asText(found.title);
            found.description = body.path("body").asText(found.description);
            if (body.path("state").asText().equals("closed")) {
                end(found, PullRequest.State.CLOSED);
            }
        }
        return json(found);
    }

    private JsonNode list(String query) {
        ArrayNode answer = JSON.createArrayNode();
        for (int i = pullRequests.size(); i > 0; i--) {
            Kept each = pullRequests.get(i - 1);
            if (query.contains("head=fabrikam:" + each.branch) && query.contains("state=open") == each.isOpen()) {
                answer.add(json(each));
            }
        }
        return answer;
    }

    private JsonNode create(JsonNode body) {
        return json(open(
                body.path("head").asText(),
                body.path("base").asText(),
                body.path("title").asText(),
                body.path("body").asText(),
                body));
    }

    private JsonNode about(Kept found, String method, String rest, JsonNode body) {
        if (rest.equals("/requested_reviewers") && refusing) {
            throw new Refusal(422, "Reviews may only be requested from collaborators");
        }
        if (rest.equals("/labels") || rest.equals("/requested_reviewers")) {
            ((ObjectNode) found.created).setAll((ObjectNode) body);
            return rest.equals("/labels") ? JSON.createArrayNode() : json(found);
        }
        if (method.equals("POST")) {
            return json(comment(found, body.path("body").asText()));
        }
        ArrayNode answer = JSON.createArrayNode();
        found.comments.forEach(comment -> answer.add(json(comment)));
        return answer;
    }

    private JsonNode changeComment(String rest, JsonNode body) {
        int id = Integer.parseInt(rest.replace("/comments/", ""));
        pullRequests.forEach(each -> each.comments.stream()
                .filter(comment -> comment.id == id)
                .forEach(comment -> comment.text = body.path("body").asText()));
        return object().put("id", id);
    }

    private static JsonNode json(Comment comment) {
        return object().put("id", comment.id).put("body", comment.text);
    }

    private JsonNode json(Kept kept) {
        ObjectNode json = object().put("number", kept.number)
                .put("id", kept.number)
                .put("url", root() + REPOSITORY + "/pulls/" + kept.number)
                .put("html_url", root() + "/fabrikam/osob/pull/" + kept.number)
                .put("state", kept.isOpen() ? "open" : "closed")
                .put("title", kept.title)
                .put("body", kept.description);
        String closed = kept.closed == null ? null : kept.closed.toString();
        json.put("closed_at", closed).put("merged_at", kept.state == PullRequest.State.MERGED ? closed : null);
        json.putObject("head").put("ref", kept.branch).put("sha", commit(kept));
        json.putObject("base").put("ref", kept.target);
        return json;
    }
}
