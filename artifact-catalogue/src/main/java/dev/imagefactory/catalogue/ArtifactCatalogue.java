package dev.imagefactory.catalogue;

import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts that definitions may use, each with a JSON Schema of its parameters: a folder of files
 * {@code <Name>.schema.json}. Other JSON files there are schemas of no artifact, for these to refer to.
 *
 * <p>Names of artifacts are compared without regard to case, as the service does, and so are the names of parameters.
 * Not safe for concurrent use.
 */
public final class ArtifactCatalogue {
    private static final String SUFFIX = ".schema.json";
    private static final JsonObject NO_PARAMETERS = new JsonObject(List.of(), Location.NONE);

    /** By the name in lower case. */
    private final SortedMap<String, Artifact> artifacts = new TreeMap<>();

    private final List<Problem> problems;

    private ArtifactCatalogue(Problems problems) {
        this.problems = problems.sorted();
    }

    /** @param schema null where it cannot be used, which is reported */
    private record Artifact(String name, @Nullable ParameterSchema schema) {}

    /**
     * Reads a folder of schemas. What is wrong with them is among the problems that {@link #check} adds.
     *
     * @param shownAs how messages call a file or folder
     */
    public static ArtifactCatalogue read(Path folder, Function<Path, String> shownAs) {
        Problems problems = new Problems();
        List<SourceFile> files = new ArrayList<>();
        for (Path file : schemasIn(folder, shownAs, problems)) {
            SourceFile.read(file, shownAs.apply(file), problems).ifPresent(files::add);
        }
        List<Optional<ParameterSchema>> schemas = new SchemaReader(problems).read(files);
        SortedMap<String, Artifact> artifacts = new TreeMap<>();
        for (int i = 0; i < files.size(); i++) {
            String path = files.get(i).path();
            if (!path.endsWith(SUFFIX)) {
                continue;
            }
            String name = path.substring(path.lastIndexOf('/') + 1, path.length() - SUFFIX.length());
            Artifact artifact = new Artifact(name, schemas.get(i).orElse(null));
            @Nullable Artifact other = artifacts.putIfAbsent(lowerCase(artifact.name()), artifact);
            if (other != null) {
                problems.add(
                        ProblemCode.INVALID_ARTIFACT_SCHEMA,
                        Location.of(path),
                        "",
                        "the names '" + other.name() + "' and '" + artifact.name() + "' differ only in case",
                        "keep one of the files");
            }
        }
        ArtifactCatalogue catalogue = new ArtifactCatalogue(problems);
        catalogue.artifacts.putAll(artifacts);
        return catalogue;
    }

    private static List<Path> schemasIn(Path folder, Function<Path, String> shownAs, Problems problems) {
        if (!Files.isDirectory(folder)) {
            problems.add(
                    ProblemCode.UNREADABLE_FILE,
                    Location.of(shownAs.apply(folder)),
                    "",
                    "the folder of the artifact catalogue does not exist",
                    "check the path and the folder it is looked up from");
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> schemas = files.filter(
                            file -> file.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList();
            if (schemas.stream().noneMatch(file -> file.toString().endsWith(SUFFIX))) {
                problems.add(
                        ProblemCode.UNREADABLE_FILE,
                        Location.of(shownAs.apply(folder)),
                        "",
                        "the folder holds no *" + SUFFIX,
                        "check the path of the artifact catalogue");
            }
            return schemas;
        } catch (IOException e) {
            problems.add(
                    ProblemCode.UNREADABLE_FILE,
                    Location.of(shownAs.apply(folder)),
                    "",
                    "the folder cannot be listed (" + e + ")",
                    "check its permissions");
            return List.of();
        }
    }

    /** The images whose artifacts are as the catalogue says, with what is wrong with the others and the catalogue. */
    public RenderedImages check(RenderedImages rendered) {
        List<RenderedImage> valid = new ArrayList<>();
        List<Problem> all = new ArrayList<>(rendered.problems());
        all.addAll(problems);
        for (RenderedImage image : rendered.images()) {
            Problems own = new Problems();
            if (!artifacts.isEmpty()) {
                check(image, own);
            }
            if (own.errors() == 0) {
                valid.add(image);
            }
            all.addAll(own.sorted());
        }
        return new RenderedImages(
                valid,
                rendered.variables(),
                all.stream().distinct().sorted(Problem.BY_LOCATION).toList());
    }

    private void check(RenderedImage image, Problems found) {
        for (Member list : image.payload().document().getIgnoringCase("Artifacts")) {
            JsonPointer at = JsonPointer.ROOT.child(list.name());
            if (list.value() instanceof JsonArray array) {
                for (int i = 0; i < array.elements().size(); i++) {
                    if (array.elements().get(i) instanceof JsonObject artifact) {
                        check(artifact, at.child(i), found);
                    } else {
                        unknown(
                                array.elements().get(i).location(),
                                at.child(i),
                                "the artifact is not an object",
                                "give it a Name and Parameters",
                                found);
                    }
                }
            } else if (!(list.value() instanceof JsonNull)) {
                unknown(list.value().location(), at, "the artifacts are not a list", "write a list of them", found);
            }
        }
    }

    private void check(JsonObject artifact, JsonPointer at, Problems found) {
        Optional<Member> name = artifact.getIgnoringCase("Name").stream()
                .filter(member -> member.value() instanceof JsonString)
                .findFirst();
        if (name.isEmpty()) {
            unknown(artifact.location(), at, "the artifact has no name", "give it the Name of one", found);
            return;
        }
        String text = ((JsonString) name.get().value()).text();
        @Nullable Artifact known = artifacts.get(lowerCase(text));
        if (known == null) {
            unknown(
                    name.get().value().location(),
                    at.child(name.get().name()),
                    "there is no artifact '" + text + "' in the catalogue",
                    NearestName.of(text, names())
                            .map(nearest -> "did you mean '" + nearest + "'?")
                            .orElse("correct it, or add its schema to the catalogue"),
                    found);
            return;
        }
        if (known.schema() == null) {
            return;
        }
        Optional<Member> given = artifact.getIgnoringCase("Parameters").stream().findFirst();
        JsonValue parameters = given.map(Member::value).orElse(NO_PARAMETERS);
        for (ParameterSchema.Violation violation : known.schema().violations(parameters)) {
            found.add(
                    ProblemCode.INVALID_PARAMETERS,
                    given.isPresent() ? violation.location() : artifact.location(),
                    (given.isPresent() ? at.child(given.get().name()).text() : at.text()) + violation.pointer(),
                    "parameters of '" + known.name() + "': " + violation.message(),
                    "see " + known.schema().file());
        }
    }

    private List<String> names() {
        return artifacts.values().stream().map(Artifact::name).toList();
    }

    private static void unknown(Location at, JsonPointer pointer, String message, String nextStep, Problems found) {
        found.add(ProblemCode.UNKNOWN_ARTIFACT, at, pointer.text(), message, nextStep);
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
