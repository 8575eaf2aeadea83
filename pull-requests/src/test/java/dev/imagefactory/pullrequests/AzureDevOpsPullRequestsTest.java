package dev.imagefactory.pullrequests;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
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
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.Proposal.Review;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The requests and answers as Microsoft documents them. */
class AzureDevOpsPullRequestsTest {
    private static final String PATH = "/fabrikam/fleet/_apis/git/repositories/osob/pullrequests";
    private static final String BRANCH = "imagefactory/osob";
    private static final PullRequestText TEXT = new PullRequestText("Update images", "Why", "c1");

    @RegisterExtension
    static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static AzureDevOpsPullRequests service() {
        return AzureDevOpsPullRequests.of(address(), GitCredentials.basic("", () -> "s3cret"));
    }

    private static String address() {
        return SERVER.baseUrl() + "/fabrikam/fleet/_git/osob";
    }

    /** The sample of the documentation, shortened. */
    private static String pullRequest(String status, String description) {
        return """
                {
                  "repository": {"id": "3411ebc1-d5aa-464f-9615-0b527bc66719", "name": "osob"},
                  "pullRequestId": 22,
                  "codeReviewId": 22,
                  "status": "%s",
                  "createdBy": {"id": "d6245f20-2af8-44f4-9451-8107cb2767db", "displayName": "Normal Paulk"},
                  "creationDate": "2016-11-01T16:30:31.6655471Z",
                  "closedDate": "2016-11-02T16:30:31.6655471Z",
                  "title": "Update images",
                  "description": "%s",
                  "sourceRefName": "refs/heads/imagefactory/osob",
                  "targetRefName": "refs/heads/main",
                  "mergeStatus": "queued",
                  "isDraft": false,
                  "lastMergeSourceCommit": {"commitId": "b60280bc6e62e2f880f1b63c1e24987664d3bda3"},
                  "reviewers": []
                }
                """.formatted(status, description);
    }

    @Test
    void should_read_the_whole_of_the_open_one() {
        SERVER.stubFor(get(urlEqualTo(PATH + "?searchCriteria.sourceRefName=refs%2Fheads%2Fimagefactory%2Fosob"
                        + "&searchCriteria.status=active&%24top=100&api-version=7.1"))
                .willReturn(okJson("{\"value\": [" + pullRequest("active", "cut after 400") + "], \"count\": 1}")));
        SERVER.stubFor(get(urlEqualTo(PATH + "/22?api-version=7.1")).willReturn(okJson(pullRequest("active", "all"))));

        assertThat(service().latest(BRANCH, null))
                .contains(new PullRequest(
                        "22",
                        PullRequest.State.OPEN,
                        address() + "/pullrequest/22",
                        "main",
                        "Update images",
                        "all",
                        "b60280bc6e62e2f880f1b63c1e24987664d3bda3"));
        SERVER.verify(getRequestedFor(urlEqualTo(PATH + "/22?api-version=7.1"))
                .withHeader("Authorization", equalTo("Basic OnMzY3JldA==")));
    }

    @Test
    void should_find_the_one_that_ended_last_but_none_of_a_fork() {
        String fork = pullRequest("abandoned", "")
                .replace("\"reviewers\"", "\"forkSource\": {\"repository\": {}}, \"reviewers\"")
                .replace("2016-11-02", "2016-11-09");
        String older = pullRequest("abandoned", "").replace(": 22", ": 21").replace("2016-11-02", "2016-10-02");
        SERVER.stubFor(get(urlPathEqualTo(PATH))
                .withQueryParam("searchCriteria.status", equalTo("active"))
                .willReturn(okJson("{\"value\": []}")));
        SERVER.stubFor(get(urlPathEqualTo(PATH))
                .withQueryParam("searchCriteria.status", equalTo("all"))
                .willReturn(okJson("{\"value\": [" + older + "," + pullRequest("completed", "") + "," + fork + "]}")));
        SERVER.stubFor(get(urlPathEqualTo(PATH + "/22")).willReturn(okJson(pullRequest("completed", "all"))));

        assertThat(service().latest(BRANCH, null))
                .hasValueSatisfying(last -> assertThat(last.state()).isEqualTo(PullRequest.State.MERGED));
    }

    @Test
    void should_create_with_all_that_a_review_wants() {
        SERVER.stubFor(post(urlEqualTo(PATH + "?api-version=7.1"))
                .willReturn(okJson(pullRequest("active", "")).withStatus(201)));

        service().create(BRANCH, "main", TEXT, new Review(List.of("images"), List.of("d6245f20"), List.of("17"), true));

        SERVER.verify(postRequestedFor(urlPathEqualTo(PATH))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalToJson("""
                        {
                          "title": "Update images",
                          "description": "Why\\n\\n<!-- imagefactory content: c1 -->",
                          "sourceRefName": "refs/heads/imagefactory/osob",
                          "targetRefName": "refs/heads/main",
                          "isDraft": true,
                          "labels": [{"name": "images"}],
                          "reviewers": [{"id": "d6245f20"}],
                          "workItemRefs": [{"id": "17"}]
                        }
                        """)));
    }

    @Test
    void should_abandon_after_saying_why() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        PullRequest open =
                new PullRequest("22", PullRequest.State.OPEN, "place", "main", "t", TEXT.description(4000), "commit");

        service().withdraw(open, "Because.");

        SERVER.verify(patchRequestedFor(urlEqualTo(PATH + "/22?api-version=7.1"))
                .withRequestBody(equalToJson("{\"description\": \"Why\\n\\n<!-- imagefactory withdrawn -->\"}")));
        SERVER.verify(postRequestedFor(urlEqualTo(PATH + "/22/threads?api-version=7.1"))
                .withRequestBody(equalToJson("""
                        {
                          "comments": [{"parentCommentId": 0, "content": "Because.", "commentType": "text"}],
                          "status": "closed"
                        }
                        """)));
        assertThat(SERVER.getAllServeEvents().get(0).getRequest().getBodyAsString())
                .isEqualTo("{\"status\":\"abandoned\"}");
    }

    @Test
    void should_wait_as_told_when_the_service_is_busy() {
        SERVER.stubFor(post(urlPathEqualTo(PATH))
                .inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("free")
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "0")));
        SERVER.stubFor(post(urlPathEqualTo(PATH))
                .inScenario("busy")
                .whenScenarioStateIs("free")
                .willReturn(okJson(pullRequest("active", ""))));

        assertThat(service().create(BRANCH, "main", TEXT, Review.NONE).id()).isEqualTo("22");
    }

    @Test
    void should_not_wait_for_ever_nor_repeat_what_may_have_been_done() {
        for (ResponseDefinitionBuilder answer : List.of(
                aResponse().withStatus(429).withHeader("Retry-After", "3600"),
                aResponse().withStatus(500).withHeader("Retry-After", "0"),
                aResponse().withStatus(503))) {
            SERVER.resetAll();
            SERVER.stubFor(post(urlPathEqualTo(PATH)).willReturn(answer));

            assertThatThrownBy(() -> service().create(BRANCH, "main", TEXT, Review.NONE))
                    .isInstanceOf(ConsumerException.class)
                    .hasMessageEndingWith("; run again later");
            SERVER.verify(1, postRequestedFor(urlPathEqualTo(PATH)));
        }
        SERVER.resetAll();
        SERVER.stubFor(post(urlPathEqualTo(PATH))
                .willReturn(aResponse().withStatus(503).withHeader("Retry-After", "0")));
        assertThatThrownBy(() -> service().create(BRANCH, "main", TEXT, Review.NONE))
                .isInstanceOf(ConsumerException.class);
        SERVER.verify(4, postRequestedFor(urlPathEqualTo(PATH)));
    }

    @Test
    void should_say_what_the_service_said_and_what_to_do() {
        String signIn = "<html>Sign in</html>";
        Map<ResponseDefinitionBuilder, String> answers = Map.of(
                aResponse().withStatus(401), "(401); the credentials are missing, wrong or out of date",
                aResponse().withStatus(203).withBody(signIn),
                        "(203); the credentials are missing, wrong or out of date",
                aResponse().withStatus(200).withBody(signIn),
                        "(200); the credentials are missing, wrong or out of date",
                aResponse().withStatus(302).withHeader("Location", SERVER.baseUrl() + "/signin"),
                        "(302); the credentials are missing, wrong or out of date",
                aResponse().withStatus(403).withBody("{\"message\": \"TF401027: You need the\\r\\n Git permission.\"}"),
                        "(403: TF401027: You need the Git permission.); the credentials must be allowed 'Contribute' and"
                                + " 'Contribute to pull requests' (scope vso.code_write), or there were too many requests",
                aResponse().withStatus(404),
                        "(404); check the address; credentials that may not read it get this answer, too",
                aResponse().withStatus(409).withBody("{\"message\": \"TF401179: An active one exists.\"}"),
                        "(409: TF401179: An active one exists.); look at the pull request, and run again");
        answers.forEach((answer, message) -> {
            SERVER.resetAll();
            SERVER.stubFor(any(anyUrl()).willReturn(answer));

            assertThatThrownBy(() -> service().create(BRANCH, "main", TEXT, Review.NONE))
                    .isInstanceOf(ConsumerException.class)
                    .hasMessage("cannot create a pull request for " + BRANCH + " " + message);
            assertThat(SERVER.getAllServeEvents()).hasSize(1);
        });
    }

    @Test
    void should_ask_for_the_credentials_at_each_request() {
        SERVER.stubFor(patch(anyUrl()).willReturn(okJson("{}")));
        int[] asked = {0};
        AzureDevOpsPullRequests service =
                AzureDevOpsPullRequests.of(address(), GitCredentials.bearer(() -> "token" + ++asked[0]));
        PullRequest open = new PullRequest("22", PullRequest.State.OPEN, "place", "main", "t", "d", "commit");

        service.update(open, TEXT, Review.NONE);
        service.update(open, TEXT, Review.NONE);

        assertThat(SERVER.findAll(patchRequestedFor(anyUrl())))
                .extracting((LoggedRequest request) -> request.getHeader("Authorization"))
                .containsExactlyInAnyOrder("Bearer token1", "Bearer token2");
    }

    @Test
    void should_know_the_forms_of_addresses() {
        for (String address : List.of(
                "/fabrikam/fleet/_git/osob", "/collection/DefaultCollection/fleet/_git/osob", "/osob/_git/osob")) {
            SERVER.resetAll();
            SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"value\": []}")));
            AzureDevOpsPullRequests.of(SERVER.baseUrl() + address, GitCredentials.NONE)
                    .latest(BRANCH, null);
            SERVER.verify(
                    2,
                    getRequestedFor(urlPathEqualTo(
                            address.replace("/_git/osob", "/_apis/git/repositories/osob/pullrequests"))));
        }
        Map.of(
                        "https://dev.azure.com/org/pro ject/_git/osob",
                                "https://dev.azure.com/org/pro%20ject/_git/osob",
                        "https://org@dev.azure.com/org/project/_git/osob",
                                "https://dev.azure.com/org/project/_git/osob",
                        "https://dev.azure.com/org/_git/osob", "https://dev.azure.com/org/osob/_git/osob",
                        "https://org.visualstudio.com/project/_git/osob",
                                "https://org.visualstudio.com/project/_git/osob",
                        "https://org.visualstudio.com/DefaultCollection/project/_git/osob",
                                "https://org.visualstudio.com/DefaultCollection/project/_git/osob",
                        "https://org.visualstudio.com/_git/osob", "https://org.visualstudio.com/osob/_git/osob",
                        "https://org.visualstudio.com/DefaultCollection/_git/osob",
                                "https://org.visualstudio.com/DefaultCollection/osob/_git/osob")
                .forEach((address, web) -> assertThat(AzureDevOpsPullRequests.of(address, GitCredentials.NONE)
                                .toString())
                        .isEqualTo(web));
        assertThatThrownBy(() -> AzureDevOpsPullRequests.of("https://github.com/a/b", GitCredentials.NONE))
                .hasMessageStartingWith("https://github.com/a/b is no address of a repository in Azure DevOps; give");
    }
}
