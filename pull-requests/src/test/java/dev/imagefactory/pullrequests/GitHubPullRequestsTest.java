package dev.imagefactory.pullrequests;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.Proposal.Review;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests and answers as GitHub documents them. */
class GitHubPullRequestsTest {
    private static final String API = "/api/v3/repos/octocat/Hello-World";
    private static final String BRANCH = "imagefactory/osob";
    private static final PullRequestText TEXT = new PullRequestText("Update images", "Why", "c1");

    @RegisterExtension
    static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static GitHubPullRequests service() {
        return GitHubPullRequests.of(
                SERVER.baseUrl() + "/octocat/Hello-World.git", GitCredentials.bearer(() -> "s3cret"));
    }

    @BeforeEach
    void know() {
        SERVER.stubFor(get(urlEqualTo(API)).willReturn(okJson("""
                        {
                          "id": 1296269,
                          "name": "Hello-World",
                          "full_name": "octocat/Hello-World",
                          "owner": {"login": "octocat", "id": 1},
                          "url": "%s"
                        }
                        """.formatted(SERVER.baseUrl() + API))));
    }

    /** The sample of the documentation, shortened. */
    private static String pullRequest(int number, String state, String closed, String merged) {
        return """
                {
                  "url": "%1$s/pulls/%2$d",
                  "id": 1,
                  "html_url": "https://github.com/octocat/Hello-World/pull/%2$d",
                  "number": %2$d,
                  "state": "%3$s",
                  "locked": true,
                  "title": "Update images",
                  "user": {"login": "octocat", "id": 1},
                  "body": null,
                  "labels": [],
                  "created_at": "2011-01-26T19:01:12Z",
                  "updated_at": "2011-01-26T19:01:12Z",
                  "closed_at": %4$s,
                  "merged_at": %5$s,
                  "head": {"label": "octocat:imagefactory/osob", "ref": "imagefactory/osob", "sha": "6dcb09b5b57875f3"},
                  "base": {"label": "octocat:main", "ref": "main", "sha": "6dcb09b5b57875f4"},
                  "draft": false
                }
                """.formatted(SERVER.baseUrl() + API, number, state, closed, merged);
    }

    @Test
    void should_find_the_open_one_by_its_branch() {
        String other = pullRequest(1, "open", "null", "null").replace("\"imagefactory/osob\"", "\"other\"");
        SERVER.stubFor(get(urlPathEqualTo(API + "/pulls"))
                .withQueryParam("head", equalTo("octocat:imagefactory/osob"))
                .withQueryParam("state", equalTo("open"))
                .willReturn(okJson("[" + other + "," + pullRequest(1347, "open", "null", "null") + "]")));

        assertThat(service().latest(BRANCH, null))
                .contains(new PullRequest(
                        "1347",
                        PullRequest.State.OPEN,
                        "https://github.com/octocat/Hello-World/pull/1347",
                        "main",
                        "Update images",
                        "",
                        "6dcb09b5b57875f3"));
        SERVER.verify(
                getRequestedFor(urlPathEqualTo(API + "/pulls")).withHeader("Authorization", equalTo("Bearer s3cret")));
    }

    @Test
    void should_find_the_one_that_ended_last() {
        SERVER.stubFor(get(urlPathEqualTo(API + "/pulls"))
                .withQueryParam("state", equalTo("open"))
                .willReturn(okJson("[]")));
        SERVER.stubFor(get(urlPathEqualTo(API + "/pulls"))
                .withQueryParam("state", equalTo("closed"))
                .withQueryParam("sort", equalTo("created"))
                .withQueryParam("direction", equalTo("desc"))
                .willReturn(okJson("["
                        + pullRequest(3, "closed", "\"2011-02-03T19:01:12Z\"", "\"2011-02-03T19:01:12Z\"") + ","
                        + pullRequest(2, "closed", "\"2011-03-02T19:01:12Z\"", "null") + ","
                        + pullRequest(1, "closed", "\"2011-02-01T19:01:12Z\"", "null") + "]")));

        assertThat(service().latest(BRANCH, null)).hasValueSatisfying(last -> {
            assertThat(last.id()).isEqualTo("2");
            assertThat(last.state()).isEqualTo(PullRequest.State.CLOSED);
        });
    }

    @Test
    void should_create_with_all_that_a_review_wants() {
        String created = pullRequest(1347, "open", "null", "null");
        SERVER.stubFor(
                post(urlEqualTo(API + "/pulls")).willReturn(okJson(created).withStatus(201)));
        SERVER.stubFor(post(urlEqualTo(API + "/issues/1347/labels")).willReturn(okJson("[]")));
        SERVER.stubFor(get(urlEqualTo("/api/v3/users/hubot")).willReturn(okJson("{\"login\": \"hubot\", \"id\": 2}")));
        SERVER.stubFor(post(urlEqualTo(API + "/pulls/1347/requested_reviewers"))
                .willReturn(okJson(created).withStatus(201)));
        SERVER.stubFor(patch(urlEqualTo(API + "/pulls/1347")).willReturn(okJson(created)));

        service().create(BRANCH, "main", TEXT, new Review(List.of("images"), List.of("hubot"), List.of("17"), true));

        SERVER.verify(postRequestedFor(urlEqualTo(API + "/pulls")).withRequestBody(equalToJson("""
                        {
                          "title": "Update images",
                          "body": "Why\\n\\n<!-- imagefactory content: c1 -->\\n\\n<!-- imagefactory unfinished -->",
                          "head": "imagefactory/osob",
                          "base": "main",
                          "maintainer_can_modify": true,
                          "draft": true
                        }
                        """)));
        SERVER.verify(postRequestedFor(urlEqualTo(API + "/issues/1347/labels"))
                .withRequestBody(equalToJson("{\"labels\": [\"images\"]}")));
        SERVER.verify(postRequestedFor(urlEqualTo(API + "/pulls/1347/requested_reviewers"))
                .withRequestBody(equalToJson("{\"reviewers\": [\"hubot\"]}")));
        SERVER.verify(patchRequestedFor(urlEqualTo(API + "/pulls/1347"))
                .withRequestBody(equalToJson("{\"body\": \"Why\\n\\n<!-- imagefactory content: c1 -->\"}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "Mon, 23 Nov 2026 07:02:00 GMT", "Mon, 23 Nov 2026 07:01:59 GMT"})
    void should_wait_as_told_when_there_were_too_many_requests(String after) {
        SERVER.stubFor(get(urlPathEqualTo(API + "/pulls"))
                .inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("free")
                .willReturn(busy(after)));
        SERVER.stubFor(get(urlPathEqualTo(API + "/pulls"))
                .inScenario("busy")
                .whenScenarioStateIs("free")
                .willReturn(okJson("[]")));

        assertThat(service().latest(BRANCH, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "Mon, 23 Nov 2026 08:02:00 GMT", "tomorrow", "99999999999"})
    void should_not_wait_for_long_or_for_what_is_no_time(String after) {
        SERVER.stubFor(get(urlPathEqualTo(API + "/pulls")).willReturn(busy(after)));

        assertThatThrownBy(() -> service().latest(BRANCH, null)).hasMessageContaining("(403");
        SERVER.verify(1, getRequestedFor(urlPathEqualTo(API + "/pulls")));
    }

    private static ResponseDefinitionBuilder busy(String after) {
        return aResponse()
                .withStatus(403)
                .withHeader("Date", "Mon, 23 Nov 2026 07:02:00 GMT")
                .withHeader("Retry-After", after);
    }

    @Test
    void should_not_wait_until_a_limit_is_over() {
        SERVER.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(403)
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withHeader("X-RateLimit-Reset", "4102444800")
                        .withBody("{\"message\": \"API rate limit exceeded\"}")));

        assertThatThrownBy(() -> service().latest(BRANCH, null))
                .isInstanceOf(ConsumerException.class)
                .hasMessageContaining("(403: API rate limit exceeded)")
                .hasMessageEndingWith(
                        "; the credentials must be allowed contents:write and pull-requests:write, or there"
                                + " were too many requests");
    }

    @Test
    void should_say_what_the_service_said_and_what_to_do() {
        Map.of(
                        401, "the credentials are missing, wrong or out of date",
                        404, "check the address; credentials that may not read it get this answer, too",
                        422, "look at the pull request, and run again",
                        500, "run again later")
                .forEach((status, advice) -> {
                    SERVER.stubFor(post(urlEqualTo(API + "/pulls"))
                            .willReturn(aResponse()
                                    .withStatus(status)
                                    .withBody("{\"message\": \"Because\", \"errors\": [{\"message\": \"of this\"}]}")));

                    assertThatThrownBy(() -> service().create(BRANCH, "main", TEXT, Review.NONE))
                            .isInstanceOf(ConsumerException.class)
                            .hasMessage("cannot create a pull request for " + BRANCH + " (" + status
                                    + ": Because of this); " + advice);
                });
        SERVER.verify(4, postRequestedFor(urlEqualTo(API + "/pulls")));
    }

    @Test
    void should_follow_no_redirect() {
        for (String path : List.of(API, API + "/pulls")) {
            SERVER.resetRequests();
            SERVER.stubFor(any(urlEqualTo(path))
                    .willReturn(aResponse().withStatus(307).withHeader("Location", SERVER.baseUrl() + "/elsewhere")));

            assertThatThrownBy(() -> service().create(BRANCH, "main", TEXT, Review.NONE))
                    .isInstanceOf(ConsumerException.class)
                    .hasMessage("cannot create a pull request for " + BRANCH + " (307: it has moved to "
                            + SERVER.baseUrl() + "/elsewhere); give the new address");
            SERVER.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
            SERVER.resetMappings();
            know();
        }
    }

    @Test
    void should_know_the_forms_of_addresses() {
        for (String address : List.of(
                "https://github.com/octocat/Hello-World",
                "https://github.com/octocat/Hello-World.git",
                "https://someone@github.com/octocat/Hello-World/")) {
            assertThat(GitHubPullRequests.of(address, GitCredentials.NONE))
                    .hasToString("octocat/Hello-World by https://api.github.com");
        }
        assertThat(GitHubPullRequests.of("https://git.example.com/octocat/Hello-World", GitCredentials.NONE))
                .hasToString("octocat/Hello-World by https://git.example.com/api/v3");
        assertThatThrownBy(() -> GitHubPullRequests.of("https://github.com/octocat", GitCredentials.NONE))
                .hasMessageStartingWith("https://github.com/octocat is no address of a repository in GitHub; give");
    }
}
