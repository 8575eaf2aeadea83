package dev.imagefactory.pullrequests;

import dev.imagefactory.git.JGitSettings;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerUnreachableException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** The other side: a repository of which parts are fetched into a bare clone in a temporary folder, and pushed. */
final class GitRemote implements AutoCloseable {
    private static final String FETCHED = Constants.R_REMOTES + "origin/";
    private static final int TIMEOUT_SECONDS = 120;

    private final RemoteAddress address;
    private final GitCredentials credentials;
    private final Path temporary;
    private final Path folder;
    private final Repository repository;

    private GitRemote(
            RemoteAddress address, GitCredentials credentials, Path temporary, Path folder, Repository repository) {
        this.address = address;
        this.credentials = credentials;
        this.temporary = temporary;
        this.folder = folder;
        this.repository = repository;
    }

    /** Prepares an empty clone; the other side is not asked yet. */
    static GitRemote at(RemoteAddress address, GitCredentials credentials, Path temporary) {
        JGitSettings.readRepositoriesOnly();
        try {
            Path folder = Files.createTempDirectory(temporary, "imagefactory-");
            Repository repository = new FileRepositoryBuilder()
                    .setGitDir(folder.toFile())
                    .setBare()
                    .build();
            repository.create(true);
            // Whoever redirects would be shown the credentials.
            StoredConfig config = repository.getConfig();
            config.setString("http", null, "followRedirects", "false");
            // Not in the background, where it would write into what is soon deleted; and not at all.
            config.setBoolean("gc", null, "autoDetach", false);
            config.setInt("gc", null, "auto", 0);
            config.save();
            return new GitRemote(address, credentials, temporary, folder, repository);
        } catch (IOException e) {
            throw new ConsumerException(
                    "no clone can be made in " + temporary + " (" + e.getMessage()
                            + "); check the folder for temporary files",
                    e);
        }
    }

    /** Another empty clone of the same. */
    GitRemote fresh() {
        return at(address, credentials, temporary);
    }

    Repository repository() {
        return repository;
    }

    RemoteAddress address() {
        return address;
    }

    /** The branch that {@code HEAD} of the other side names; where it names none, the one at the same commit. */
    String defaultBranch() {
        Map<String, Ref> refs = refs(Constants.HEAD, Constants.R_HEADS);
        @Nullable Ref head = refs.get(Constants.HEAD);
        if (head != null && head.isSymbolic()) {
            return Repository.shortenRefName(head.getTarget().getName());
        }
        List<String> there = refs.values().stream()
                .filter(ref -> head != null && ref != head && ref.getObjectId().equals(head.getObjectId()))
                .map(ref -> Repository.shortenRefName(ref.getName()))
                .toList();
        return Stream.of("main", "master")
                .filter(there::contains)
                .findFirst()
                .or(() -> there.size() == 1 ? Optional.of(there.get(0)) : Optional.empty())
                .orElseThrow(() -> new ConsumerException(
                        address + " does not say which branch is its default; name the base branch"));
    }

    /** Where a branch is now; zero where there is none. */
    ObjectId head(String branch) {
        Ref ref = refs(Constants.R_HEADS + branch).get(Constants.R_HEADS + branch);
        return ref == null ? ObjectId.zeroId() : ref.getObjectId();
    }

    private Map<String, Ref> refs(String... prefixes) {
        try (Transport transport = transport();
                FetchConnection connection = transport.openFetch(List.of(), prefixes)) {
            return connection.getRefsMap();
        } catch (IOException | URISyntaxException e) {
            throw unreachable("read", e);
        }
    }

    /**
     * Fetches branches that exist.
     *
     * @param depth how many commits of each, from its head; {@link Constants#INFINITE_DEPTH} for all
     * @return their heads, in the order of the branches
     */
    List<ObjectId> fetch(int depth, String... branches) {
        try (Transport transport = transport()) {
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setDepth(depth);
            FetchResult result = transport.fetch(
                    NullProgressMonitor.INSTANCE,
                    Stream.of(branches)
                            .map(branch -> new RefSpec("+" + Constants.R_HEADS + branch + ":" + FETCHED + branch))
                            .toList());
            return Stream.of(branches)
                    .map(branch ->
                            result.getAdvertisedRef(Constants.R_HEADS + branch).getObjectId())
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw unreachable("read", e);
        }
    }

    /**
     * Moves a branch, whatever it holds, provided that it still is where it was seen.
     *
     * @param seen its head, or zero where there was no such branch
     * @param head where it is to be, or zero to delete it
     * @throws LostRaceException where it is not where it was seen
     */
    void push(String branch, ObjectId seen, ObjectId head) {
        try (Transport transport = transport()) {
            RemoteRefUpdate update =
                    new RemoteRefUpdate(repository, "", head, Constants.R_HEADS + branch, true, null, seen);
            Collection<RemoteRefUpdate> updates = transport
                    .push(NullProgressMonitor.INSTANCE, List.of(update))
                    .getRemoteUpdates();
            RemoteRefUpdate answer = updates.iterator().next();
            switch (answer.getStatus()) {
                case OK, UP_TO_DATE -> {}
                case REJECTED_REMOTE_CHANGED, NON_EXISTING -> throw new LostRaceException(branch);
                default -> {
                    if (!head(branch).equals(seen)) {
                        throw new LostRaceException(branch);
                    }
                    String reason = answer.getMessage() == null
                            ? answer.getStatus().name()
                            : ForeignText.oneLine(answer.getMessage());
                    throw new ConsumerException(address + " refuses the branch " + branch + " (" + reason
                            + "); check its branch policies, and that the credentials may create branches and force"
                            + " push to them");
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw unreachable("write", e);
        }
    }

    private Transport transport() throws IOException, URISyntaxException {
        Transport transport =
                Transport.open(repository, new URIish(address.uri().toString()));
        transport.setTimeout(TIMEOUT_SECONDS);
        if (transport instanceof TransportHttp http) {
            credentials.authorization().ifPresent(value -> http.setAdditionalHeaders(Map.of("Authorization", value)));
        }
        return transport;
    }

    /** JGit has few types and many texts for what a server answers. */
    private ConsumerException unreachable(String verb, Exception e) {
        String reason = ForeignText.oneLine(String.valueOf(e.getMessage()));
        String said = reason.toLowerCase(Locale.ROOT);
        String advice;
        if (said.contains("redirect")) {
            advice = "the repository has moved; give its new address (or sign-in is asked for: check the credentials)";
        } else if (said.contains("authoriz") || said.contains("authenticat")) {
            advice = "the credentials are missing, wrong or out of date";
        } else if (said.contains("not permitted") || said.contains("403")) {
            advice = "the credentials may not " + verb + " it: Azure DevOps wants Read, Contribute and Create branch"
                    + " (scope vso.code_write), GitHub contents:write";
        } else if (said.contains("not found") || e instanceof NoRemoteRepositoryException) {
            advice = "check the address, and that the credentials may read it";
        } else {
            advice = "check the address and the network, and run again";
        }
        return new ConsumerUnreachableException("cannot " + verb + " " + address + " (" + reason + "); " + advice, e);
    }

    /** Deletes the clone. What cannot be deleted stays with the other temporary files: what was done is done. */
    @Override
    public void close() {
        repository.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
