package dev.imagefactory.pullrequests;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Makes a {@link GitConsumer}; all has a default but the address. */
public final class GitConsumerBuilder {
    private final RemoteAddress address;
    private GitCredentials credentials = GitCredentials.NONE;
    private Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    PullRequests pullRequests = PullRequests.none();
    String name = "imagefactory";
    String email = "imagefactory@localhost";
    Clock clock = Clock.systemUTC();

    @Nullable
    String base;

    GitConsumerBuilder(RemoteAddress address) {
        this.address = address;
    }

    /** The branch to read and to propose to; without it the remote's default branch. */
    public GitConsumerBuilder base(@Nullable String branch) {
        this.base = branch;
        return this;
    }

    /** Where branches are reviewed; without it there are branches only. */
    public GitConsumerBuilder pullRequests(PullRequests service) {
        this.pullRequests = service;
        return this;
    }

    /** What the git server is shown; without it nothing. */
    public GitConsumerBuilder credentials(GitCredentials shown) {
        this.credentials = shown;
        return this;
    }

    /**
     * Author and committer of our commits. A branch whose commit has others counts as taken over by a person, so keep
     * them the same from run to run.
     */
    public GitConsumerBuilder author(String authorName, String authorEmail) {
        this.name = authorName;
        this.email = authorEmail;
        return this;
    }

    /** The folder below which the bare clone is made, and deleted by {@link GitConsumer#close()}. */
    public GitConsumerBuilder temporary(Path folder) {
        this.temporary = folder;
        return this;
    }

    /** The time of our commits. */
    public GitConsumerBuilder clock(Clock ofCommits) {
        this.clock = ofCommits;
        return this;
    }

    public GitConsumer build() {
        return new GitConsumer(this, GitRemote.at(address, credentials, temporary));
    }
}
