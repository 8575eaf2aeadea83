package dev.imagefactory.pullrequests;

class GitHubContractTest extends PullRequestsContract {
    @Override
    FakeService start(BareRepository consumer) {
        return new FakeGitHub(consumer);
    }

    @Override
    int limit() {
        return 65_536;
    }
}
