package dev.imagefactory.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The repository that a pipeline has checked out.
 *
 * @param root its folder; null where the pipeline does not say
 * @param workingDirectory what relative paths start from
 */
record Checkout(@Nullable Path root, Path workingDirectory) {
    /** The one whose folder stands in an environment variable. */
    static Checkout of(Surroundings surroundings, String variable) {
        Path workingDirectory = surroundings.workingDirectory();
        return new Checkout(
                surroundings.variable(variable).map(workingDirectory::resolve).orElse(null), workingDirectory);
    }

    /** A file as the repository calls it; empty for what is no file of it, such as one of the past. */
    Optional<String> path(String file) {
        if (root == null || file.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path path = workingDirectory.resolve(file).normalize();
            return path.startsWith(root.normalize()) && Files.isRegularFile(path)
                    ? Optional.of(root.normalize().relativize(path).toString().replace('\\', '/'))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
