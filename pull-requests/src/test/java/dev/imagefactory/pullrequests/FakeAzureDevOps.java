package dev.imagefactory.pullrequests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What we use of Azure DevOps' REST API 7.1: lists cut descriptions, and long ones are refused. */
final class FakeAzureDevOps extends FakeService {
    private static final Pattern PATH =
            Pattern.compile("/fabrikam/fleet/_apis/git/repositories/osob/pullrequests(/(?<id>\\d+))?(?<rest>/.*)?");

    FakeAzureDevOps(BareRepository repository) {
        super(repository);
    }

    @Override
    String address() {
        return root() + "/fabrikam/fleet/_git/osob";
    }

    @Override
    PullRequests client() {
        return AzureDevOpsPullRequests.of(address(), GitCredentials.basic("", () -> "pat"));
    }

    @Override
    JsonNode route(String method, String path, String query, JsonNode body) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches() || !query.endsWith("api-version=7.1")) {
            throw new Refusal(404, "no such route");
        }
        String id = matcher.group("id");
        if (id == null) {
            return method.equals("GET") ? list(query) : create(body);
        }
        Kept found = number(id);
        String rest = matcher.group("rest");
        if (rest != null) {
            return threads(found, method, rest, body);
        }
        if (method.equals("PATCH")) {
            found.title = body.path("title").asText(found.title);
            found.description = checked(body.path("description").asText(found.description));
            if (body.path("status").asText().equals("abandoned")) {
                end(found, PullRequest.State.CLOSED);
            }
        }
        return json(found, Integer.MAX_VALUE);
    }

    private JsonNode list(String query) {
        ObjectNode answer = object();
        ArrayNode value = answer.putArray("value");
        boolean all = query.contains("searchCriteria.status=all");
        pullRequests.stream()
                .filter(each -> query.contains("sourceRefName=refs/heads/" + each.branch + "&"))
                .filter(each -> all || each.isOpen())
                .forEach(each -> value.add(json(each, 400)));
        return answer.put("count", value.size());
    }

    private JsonNode create(JsonNode body) {
        return json(
                open(
                        body.path("sourceRefName").asText().replace("refs/heads/", ""),
                        body.path("targetRefName").asText().replace("refs/heads/", ""),
                        body.path("title").asText(),
                        checked(body.path("description").asText()),
                        body),
                Integer.MAX_VALUE);
    }

    private static String checked(String description) {
        if (description.length() > 4000) {
            throw new Refusal(400, "A description for a pull request must not be longer than 4000 characters.");
        }
        return description;
    }

    private JsonNode threads(Kept found, String method, String rest, JsonNode body) {
        if (method.equals("POST")) {
            comment(found, body.path("comments").path(0).path("content").asText());
        } else if (method.equals("PATCH")) {
            int id = Integer.parseInt(rest.replaceFirst("/threads/(\\d+)/comments/1", "$1"));
            found.comments.stream()
                    .filter(each -> each.id == id)
                    .forEach(each -> each.text = body.path("content").asText());
        }
        ObjectNode answer = object();
        ArrayNode value = answer.putArray("value");
        for (Comment comment : found.comments) {
            ObjectNode thread = value.addObject().put("id", comment.id).put("isDeleted", false);
            thread.putArray("comments").addObject().put("id", 1).put("content", comment.text);
        }
        return answer;
    }

    private JsonNode json(Kept kept, int most) {
        ObjectNode json = object().put("pullRequestId", kept.number)
                .put(
                        "status",
                        switch (kept.state) {
                            case OPEN -> "active";
                            case MERGED -> "completed";
                            case CLOSED -> "abandoned";
                        })
                .put("sourceRefName", "refs/heads/" + kept.branch)
                .put("targetRefName", "refs/heads/" + kept.target)
                .put("title", kept.title)
                .put("description", kept.description.substring(0, Math.min(most, kept.description.length())));
        json.putObject("lastMergeSourceCommit").put("commitId", commit(kept));
        if (kept.closed != null) {
            json.put("closedDate", kept.closed.toString());
        }
        return json;
    }
}
