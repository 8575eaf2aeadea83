package dev.imagefactory.git;

import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.util.List;

/** A process that reads definitions from a repository, as a program does that has not used JGit before. */
final class ReadingProcess {
    private ReadingProcess() {}

    /**
     * Prints how many files there are.
     *
     * @param arguments a folder of definitions, and a commit
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (GitHistory history = GitHistory.open(folder)) {
            System.out.println(history.at(arguments[1])
                    .read(folder, List.of(), new Problems())
                    .files()
                    .size());
        }
    }
}
