package dev.imagefactory.template.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A reader of JSON and YAML files as people write them.
 *
 * <p>JSON may have comments and a trailing comma. Of YAML only the plain part is read: no tags, no second document, no
 * number that would lose its spelling; only {@code true} and {@code false} are booleans. Both refuse duplicate keys and
 * what is nested more than {@value #MAX_DEPTH} deep. Safe for concurrent use.
 */
public final class DocumentReader {
    static final int MAX_DEPTH = 100;

    private final ThreadLocal<FlatDocument> flat = ThreadLocal.withInitial(() -> new FlatDocument(""));

    /** Made when the first file comes that wants it: loading their libraries costs more than reading many others. */
    private @Nullable JsonFactory json;

    private @Nullable JsonFactory yaml;

    /** Reads a file whose document must be an object; empty, with the problems added, where it cannot be read. */
    public Optional<JsonObject> readObject(SourceFile file, Problems problems) {
        Optional<JsonValue> value = read(file, problems);
        if (value.isPresent() && !(value.get() instanceof JsonObject)) {
            problems.add(
                    ProblemCode.NOT_AN_OBJECT,
                    value.get().location(),
                    "",
                    "the document is not an object",
                    "write it as names with values");
            return Optional.empty();
        }
        return value.map(JsonObject.class::cast);
    }

    /** Reads a file; empty, with the problems added, where it cannot be read. */
    public Optional<JsonValue> read(SourceFile file, Problems problems) {
        return file.inMemory(problems).flatMap(each -> {
            FlatDocument document = flat.get();
            Optional<JsonObject> tree = document.read(each) ? document.tree() : Optional.empty();
            return tree.<JsonValue>map(object -> object).or(() -> readSlowly(each, problems));
        });
    }

    /** Reads what is unusual, and says of a mistake where it is. */
    Optional<JsonValue> readSlowly(SourceFile file, Problems problems) {
        Optional<String> text = StrictUtf8.decode(file, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().isBlank()) {
            problems.add(
                    ProblemCode.EMPTY_FILE, Location.of(file.path()), "", "the file is empty", "fill it or delete it");
            return Optional.empty();
        }
        int before = problems.errors();
        try (JsonParser parser = (file.isYaml() ? yaml() : json()).createParser(text.get())) {
            JsonValue value = new TreeBuilder(parser, text.get(), file, problems).document();
            return problems.errors() == before ? Optional.of(value) : Optional.empty();
        } catch (UnreadableDocument e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            if (problems.errors() > before) {
                return Optional.empty(); // most likely a consequence, as after an unquoted variable
            }
            problems.add(codeOf(e, file), locationOf(e, file), "", messageOf(e), nextStep(file));
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();
    }

    private synchronized JsonFactory json() {
        if (json == null) {
            json = JsonFactory.builder()
                    .streamReadConstraints(constraints())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .build();
        }
        return json;
    }

    private synchronized JsonFactory yaml() {
        if (yaml == null) {
            yaml = new PlainYamlParser.Factory();
        }
        return yaml;
    }

    private static ProblemCode codeOf(JsonProcessingException e, SourceFile file) {
        if (isTooDeep(e)) {
            return ProblemCode.TOO_DEEP;
        }
        return file.isYaml() ? ProblemCode.MALFORMED_YAML : ProblemCode.MALFORMED_JSON;
    }

    private static boolean isTooDeep(JsonProcessingException e) {
        return e.getOriginalMessage().contains("nesting depth");
    }

    private static Location locationOf(JsonProcessingException e, SourceFile file) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return new Location(
                    file.path(),
                    marked.getProblemMark().getLine() + 1,
                    marked.getProblemMark().getColumn() + 1);
        }
        @Nullable JsonLocation location = e.getLocation();
        return location == null
                ? Location.of(file.path())
                : new Location(file.path(), location.getLineNr(), location.getColumnNr());
    }

    /** What the parser says, without its advice to programmers and without the text around the place. */
    private static String messageOf(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
            return marked.getProblem();
        }
        if (isTooDeep(e)) {
            return "values are nested more than " + MAX_DEPTH + " deep";
        }
        String firstLine = e.getOriginalMessage().lines().findFirst().orElse("the text cannot be read");
        return firstLine
                .replaceAll(": enable `.*", "")
                .replaceAll(", got this instead: .*", "")
                .replaceAll("\\[Source: [^;\\]]*; line: (\\d+), column: (\\d+)]", "$1:$2");
    }

    private static String nextStep(SourceFile file) {
        return file.isYaml()
                ? "correct the text at this place; a text that begins with { [ * & ! | > % @ or ` needs quotes"
                : "correct the text at this place";
    }
}
