package dev.imagefactory.pullrequests;

class AzureDevOpsContractTest extends PullRequestsContract {
    @Override
    FakeService start(BareRepository consumer) {
        return new FakeAzureDevOps(consumer);
    }

    @Override
    int limit() {
        return 4_000;
    }
}
