package dev.imagefactory.git;

import dev.imagefactory.git.GitTree.Kind;
import dev.imagefactory.git.GitTree.Target;
import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionFolder;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of a repository as they stood at a commit. Usable as long as its {@link GitHistory} is open. */
public final class GitRevision {
    private final GitTree tree;
    private final GitHistory history;
    private final String ref;
    private final String commit;

    GitRevision(GitTree tree, GitHistory history, String ref, String commit) {
        this.tree = tree;
        this.history = history;
        this.ref = ref;
        this.commit = commit;
    }

    /** The hash of the commit. */
    public String commit() {
        return commit;
    }

    /**
     * Whether there was a file at a place of the work tree.
     *
     * @throws GitHistoryException where the place lies outside of the repository
     */
    public boolean holds(Path file) {
        return tree.find(history.relative(file)).kind() == Kind.FILE;
    }

    /**
     * The file that was at a place of the work tree; empty where there was none, or the place lies outside of the
     * repository. It is called as {@code git show} does, {@code REF:PATH}.
     *
     * @throws GitHistoryException where the clone lacks what it needs
     */
    public Optional<SourceFile> file(Path file) {
        return history.place(file)
                .flatMap(place -> Optional.of(tree.find(place))
                        .filter(target -> target.kind() == Kind.FILE)
                        .map(target -> SourceFile.of(shown(place), tree.content(target.id()))));
    }

    /**
     * Reads what {@link DefinitionSet#read} would have read in a checkout of the commit, with its rules of what is
     * passed over. Problems and images call a file as {@code git show} does, {@code REF:PATH}.
     *
     * @param folder of the definitions, where it lies in the work tree
     * @param variables files of variables, where they lie there; one that did not exist is an error
     * @param problems receives what cannot be read; a folder that did not exist is an error, never an empty set
     * @throws GitHistoryException where a path lies outside of the repository, or the clone lacks what it needs
     */
    public DefinitionSet read(Path folder, List<Path> variables, Problems problems) {
        String path = history.relative(folder);
        Set<String> excluded = new HashSet<>();
        variables.forEach(file -> excluded.add(history.relative(file)));
        List<Definition> definitions = definitions(path, excluded, problems);
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : variables) {
            String place = history.relative(file);
            Target target = tree.find(place);
            if (target.kind() == Kind.FILE) {
                sources.add(SourceFile.of(shown(place), tree.content(target.id())));
            } else {
                problems.add(
                        ProblemCode.UNREADABLE_FILE,
                        Location.of(shown(place)),
                        "",
                        "there is no such file of variables in this commit",
                        "choose a commit that has it, or name the file of that time");
            }
        }
        return new DefinitionSet(definitions, sources);
    }

    private List<Definition> definitions(String path, Set<String> excluded, Problems problems) {
        Target folder = tree.find(path);
        if (folder.kind() != Kind.FOLDER) {
            problems.add(
                    ProblemCode.UNREADABLE_FILE,
                    Location.of(shown(path)),
                    "",
                    "there is no such folder of definitions in this commit",
                    "choose a commit that has it, or name the folder of that time");
            return List.of();
        }
        List<Definition> definitions = new ArrayList<>();
        int before = problems.errors();
        new Search(path, excluded, definitions, problems).collect(folder, "", List.of());
        if (problems.errors() == before) {
            DefinitionFolder.requireDefinition(definitions, shown(path), problems);
        }
        return definitions;
    }

    private String shown(String path) {
        return ref + ":" + path;
    }

    /** The gathering of definitions below a folder. */
    private final class Search {
        private final String start;
        private final Set<String> excluded;
        private final List<Definition> definitions;
        private final Problems problems;

        Search(String start, Set<String> excluded, List<Definition> definitions, Problems problems) {
            this.start = start;
            this.excluded = excluded;
            this.definitions = definitions;
            this.problems = problems;
        }

        /**
         * @param relative the path below the start by which the folder was reached, with {@code /} at its end
         * @param above the paths, links followed, of the folders around it, so that links which lead in a circle are
         *     noticed
         */
        void collect(Target folder, String relative, List<String> above) {
            List<String> around = new ArrayList<>(above);
            around.add(folder.path());
            for (String name : tree.names(folder)) {
                if (DefinitionFolder.isHidden(name)) {
                    continue;
                }
                String own = relative + name;
                String place = start.isEmpty() ? own : start + "/" + own;
                Target target = tree.find(folder.path() + "/" + name);
                if (target.kind() == Kind.FOLDER) {
                    if (around.contains(target.path())) {
                        unreadable(place, "this link leads to a folder around it");
                    } else {
                        collect(target, own + "/", around);
                    }
                } else if (target.kind() == Kind.OUTSIDE) {
                    unreadable(place, "this link leads out of the repository, where no history is known");
                } else if (SourceFile.isDocument(name) && !excluded.contains(place)) {
                    if (target.kind() == Kind.FILE) {
                        definitions.add(Definition.of(own, SourceFile.of(shown(place), tree.content(target.id()))));
                    } else {
                        unreadable(place, "this is no file, or a link that leads to none");
                    }
                }
            }
        }

        private void unreadable(String place, String message) {
            problems.add(
                    ProblemCode.UNREADABLE_FILE,
                    Location.of(shown(place)),
                    "",
                    message,
                    "correct the link, or choose a commit without it");
        }
    }
}
