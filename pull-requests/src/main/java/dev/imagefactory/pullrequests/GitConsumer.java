package dev.imagefactory.pullrequests;

import dev.imagefactory.osob.Consumer;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerFile;
import dev.imagefactory.osob.Proposal;
import dev.imagefactory.osob.ProposalResult;
import dev.imagefactory.osob.ProposalResult.State;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * A consumer in a git repository: its files are those of the base branch, and a proposal is the branch
 * {@code imagefactory/KEY}, which is the base with one commit of ours, and a pull request from it.
 *
 * <p>The base is read once, with the first call: a proposal is made from what {@link #files()} gave, and stands on that
 * commit, however far others are by then. Not safe for concurrent use by threads; several processes may propose at the
 * same time, since a branch is moved only from where it was seen.
 */
public final class GitConsumer implements Consumer {
    private final GitRemote remote;
    private final Repository repository;
    private final PullRequests pullRequests;
    private final OwnCommit own;
    private final Clock clock;
    private final @Nullable String wantedBase;
    private @Nullable Base base;

    /** The branch that proposals go to. */
    private record Base(String branch, BaseTree tree) {}

    GitConsumer(GitConsumerBuilder settings, GitRemote remote) {
        this.remote = remote;
        this.repository = remote.repository();
        this.pullRequests = settings.pullRequests;
        this.own = new OwnCommit(settings.name, settings.email);
        this.clock = settings.clock;
        this.wantedBase = settings.base;
    }

    /**
     * A consumer that is yet to be configured.
     *
     * @param address of the repository: {@code https}, a path, or {@code http} to this machine
     * @throws ConsumerException where it is none of these, or holds a password
     */
    public static GitConsumerBuilder at(String address) {
        return new GitConsumerBuilder(RemoteAddress.of(address));
    }

    /**
     * All {@code *.yaml}, {@code *.yml} and {@code *.json} of the base branch. Links, submodules and files that are
     * {@linkplain #unreadable() no readable text} are left out.
     */
    @Override
    public List<ConsumerFile> files() {
        return base().tree().files();
    }

    @Override
    public List<String> unreadable() {
        return base().tree().unreadable();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the proposal's content id is not made of letters, digits and
     *     {@code ._:+/=-}
     */
    @Override
    public ProposalResult propose(Proposal proposal) {
        try {
            return proposeOnce(proposal);
        } catch (LostRaceException e) {
            try {
                return proposeOnce(proposal);
            } catch (LostRaceException again) {
                throw new ConsumerException(again.getMessage() + ", twice; let one run at a time propose this", again);
            }
        }
    }

    private ProposalResult proposeOnce(Proposal proposal) {
        try {
            return new Attempt(proposal, base()).propose();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Looks whether the base branch and the service of pull requests can be read, and writes nothing.
     *
     * @return the base branch
     */
    public String reach() {
        String branch = baseBranch();
        pullRequests.latest("imagefactory/nobody", null);
        return branch;
    }

    private String baseBranch() {
        String branch = wantedBase == null ? remote.defaultBranch() : wantedBase;
        if (remote.head(branch).equals(ObjectId.zeroId())) {
            throw new ConsumerException(remote.address() + " has no branch '" + branch + "'; name the base branch");
        }
        return branch;
    }

    private Base base() {
        if (base == null) {
            String branch = baseBranch();
            try {
                base = new Base(
                        branch, BaseTree.of(repository, remote.fetch(1, branch).get(0)));
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
        return base;
    }

    private ConsumerException unreadable(IOException e) {
        return new ConsumerException(
                "what was fetched from " + remote.address() + " cannot be read or written (" + e.getMessage()
                        + "); check the space for temporary files, and the repository with git fsck",
                e);
    }

    @Override
    public void close() {
        remote.close();
    }

    /** One look at branch and pull request, and what follows from it. */
    private final class Attempt {
        private final Proposal proposal;
        private final Base base;
        private final PullRequestText text;
        private final String branch;
        private final ProposalBranch found;
        private final Optional<PullRequest> latest;

        Attempt(Proposal proposal, Base base) throws IOException {
            this.proposal = proposal;
            this.base = base;
            this.text = PullRequestText.of(proposal);
            this.branch = "imagefactory/" + proposal.key();
            this.found = ProposalBranch.read(remote, branch, base.branch(), own);
            this.latest = pullRequests.latest(branch, found.unmergedHead());
        }

        ProposalResult propose() throws IOException {
            Optional<PullRequest> open = latest.filter(PullRequest::isOpen);
            Optional<ProposalBranch.Commit> foreign = found.foreign();
            if (foreign.isPresent() && !merged()) {
                return takenOver(foreign.get());
            }
            open.ifPresent(this::requireSameTarget);
            BaseTree.Edit edit = base.tree().with(proposal.files());
            if (edit.changes().isEmpty()) {
                return open.map(this::withdraw).orElse(new ProposalResult(State.UNCHANGED, null, ""));
            }
            if (open.isPresent()) {
                return update(open.get(), edit);
            }
            if (declined()) {
                return new ProposalResult(
                        State.DECLINED,
                        latest.orElseThrow().place(),
                        "it was closed without a merge, so the same is not proposed again; reopen it to have it after"
                                + " all");
            }
            bring(edit);
            return new ProposalResult(
                    State.CREATED,
                    pullRequests
                            .create(branch, base.branch(), text, proposal.review())
                            .place(),
                    "");
        }

        /** Whether all of the branch went into the base by a squash or a rebase, and the branch was left over. */
        private boolean merged() {
            return latest.filter(last -> last.hasMerged(found.head().name())).isPresent();
        }

        private boolean declined() {
            Optional<String> onBranch = found.beyond().stream()
                    .findFirst()
                    .filter(head -> latest.filter(
                                    last -> last.commit().equals(head.id().name()))
                            .isPresent())
                    .flatMap(ProposalBranch.Commit::content);
            return latest.filter(last -> last.declines(proposal.content(), onBranch))
                    .isPresent();
        }

        private ProposalResult takenOver(ProposalBranch.Commit foreign) {
            PersonIdent person = foreign.person();
            return new ProposalResult(
                    State.TAKEN_OVER,
                    latest.filter(PullRequest::isOpen).map(PullRequest::place).orElse(branch),
                    "%s <%s> has committed %s (%s) to %s; merge it, or delete the branch to have it made anew"
                            .formatted(
                                    person.getName(),
                                    person.getEmailAddress(),
                                    foreign.id().abbreviate(10).name(),
                                    ForeignText.oneLine(foreign.subject()),
                                    branch));
        }

        private void requireSameTarget(PullRequest open) {
            if (!open.target().isEmpty() && !open.target().equals(base.branch())) {
                throw new ConsumerException(open.place() + " goes to the branch " + open.target() + ", not to "
                        + base.branch() + "; retarget or close it, or name the other base");
            }
        }

        private ProposalResult update(PullRequest open, BaseTree.Edit edit) throws IOException {
            boolean pushed = bring(edit);
            boolean written = pullRequests.update(open, text, proposal.review());
            return new ProposalResult(pushed || written ? State.UPDATED : State.UNCHANGED, open.place(), "");
        }

        /** Brings the branch where it should be; tells whether it was elsewhere. */
        private boolean bring(BaseTree.Edit edit) throws IOException {
            if (found.holds(edit.changes())) {
                return false;
            }
            remote.push(branch, found.head(), commit(edit));
            return true;
        }

        private ObjectId commit(BaseTree.Edit edit) throws IOException {
            PersonIdent us = new PersonIdent(own.name(), own.email(), clock.instant(), ZoneOffset.UTC);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(edit.tree());
            commit.setParentId(base.tree().commit());
            commit.setAuthor(us);
            commit.setCommitter(us);
            commit.setMessage(OwnCommit.message(proposal, edit.changes()));
            try (ObjectInserter inserter = repository.newObjectInserter()) {
                ObjectId id = inserter.insert(commit);
                inserter.flush();
                return id;
            }
        }

        private ProposalResult withdraw(PullRequest open) {
            pullRequests.withdraw(open, "Nothing is left to change, so this is closed.");
            if (!found.head().equals(ObjectId.zeroId())) {
                remote.push(branch, found.head(), ObjectId.zeroId());
            }
            return new ProposalResult(State.WITHDRAWN, open.place(), "nothing is left to change");
        }
    }
}
