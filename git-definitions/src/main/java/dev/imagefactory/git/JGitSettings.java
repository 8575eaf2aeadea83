package dev.imagefactory.git;

/** What JGit may know of the machine, in the whole process. */
public final class JGitSettings {
    private JGitSettings() {}

    /**
     * Keeps JGit to what lies in repositories: it reads no environment and no settings of user or system, and writes
     * nothing into the home directory. A view of the machine that the program has chosen stays.
     */
    public static void readRepositoriesOnly() {
        RepositoryOnlyReader.install();
    }
}
