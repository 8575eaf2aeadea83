package dev.imagefactory.catalogue;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.InvalidSchemaException;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.Keyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.Vocabularies;
import com.networknt.schema.Vocabulary;
import com.networknt.schema.resource.ClasspathSchemaLoader;
import com.networknt.schema.resource.InputStreamSource;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the schemas of a catalogue, each checked against its metaschema. They may refer to one another by file name.
 */
final class SchemaReader {
    /** Where the files of the catalogue stand for one another; nothing is ever asked for there. */
    private static final String BASE = "https://artifact-catalogue.invalid/";

    private static final List<JsonMetaSchema> DIALECTS =
            List.of(JsonMetaSchema.getV202012(), JsonMetaSchema.getV201909(), JsonMetaSchema.getV7());

    private static final String NEXT_STEP = "correct the schema; docs/templates.md says what a catalogue may hold";

    private final Problems problems;

    SchemaReader(Problems problems) {
        this.problems = problems;
    }

    /** The schemas in the order of the files; empty, with a problem, for each that cannot be used. */
    List<Optional<ParameterSchema>> read(List<SourceFile> files) {
        List<Optional<JsonObject>> documents = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        for (SourceFile file : files) {
            Optional<JsonObject> document = new DocumentReader().readObject(file, problems);
            document.ifPresent(object -> texts.put(iriOf(file), JsonText.compact(object)));
            documents.add(document);
        }
        JsonSchemaFactory plain = factory(DIALECTS, texts);
        JsonSchemaFactory aware =
                factory(DIALECTS.stream().map(SchemaReader::aware).toList(), texts);
        List<Optional<ParameterSchema>> schemas = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            SourceFile file = files.get(i);
            schemas.add(documents.get(i).flatMap(document -> schema(file, document, plain, aware)));
        }
        return schemas;
    }

    private Optional<ParameterSchema> schema(
            SourceFile file, JsonObject document, JsonSchemaFactory plain, JsonSchemaFactory aware) {
        try {
            int before = problems.errors();
            String dialect = document.get("$schema")
                    .filter(JsonString.class::isInstance)
                    .map(value -> ((JsonString) value).text())
                    .orElse(SchemaId.V202012);
            for (ValidationMessage message :
                    plain.getSchema(SchemaLocation.of(dialect), config()).validate(JacksonTree.of(document))) {
                ParameterSchema.Violation violation = ParameterSchema.violation(message, document, document);
                invalid(violation.location(), violation.pointer(), violation.message());
            }
            if (problems.errors() > before) {
                return Optional.empty();
            }
            JsonSchema schema = aware.getSchema(SchemaLocation.of(iriOf(file)), JacksonTree.of(document), config());
            schema.initializeValidators();
            return Optional.of(new ParameterSchema(file.path(), schema, document));
        } catch (JsonSchemaException e) {
            invalid(Location.of(file.path()), "", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void invalid(Location at, String pointer, String message) {
        problems.add(ProblemCode.INVALID_ARTIFACT_SCHEMA, at, pointer, message, NEXT_STEP);
    }

    private static String iriOf(SourceFile file) {
        return BASE + file.path().substring(file.path().lastIndexOf('/') + 1).replace(" ", "%20");
    }

    private static SchemaValidatorsConfig config() {
        return SchemaValidatorsConfig.builder()
                .locale(Locale.ROOT)
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(true)
                .losslessNarrowing(true)
                .build();
    }

    private static JsonSchemaFactory factory(List<JsonMetaSchema> dialects, Map<String, String> texts) {
        return JsonSchemaFactory.builder()
                .defaultMetaSchemaIri(SchemaId.V202012)
                .metaSchemas(dialects)
                .schemaLoaders(loaders -> loaders.schemas(texts).add(SchemaReader::load))
                .build();
    }

    /** The metaschemas come with the validator; everything else would be a request to the network. */
    private static InputStreamSource load(AbsoluteIri iri) {
        if (iri.toString().startsWith("classpath:")) {
            return new ClasspathSchemaLoader().getSchema(iri);
        }
        throw new InvalidSchemaException(ValidationMessage.builder()
                .message("'" + iri + "' is no schema of the catalogue, and nothing is fetched from elsewhere")
                .build());
    }

    private static JsonMetaSchema aware(JsonMetaSchema dialect) {
        return JsonMetaSchema.builder(dialect.getIri(), dialect)
                .vocabularyFactory(SchemaReader::awareVocabulary)
                .keywords(keywords -> keywords.replaceAll((name, keyword) -> aware(keyword)))
                .formats(formats -> formats.replaceAll((name, format) -> new SecretAwareFormat(format)))
                .build();
    }

    /** Newer dialects have their keywords from vocabularies. */
    private static @Nullable Vocabulary awareVocabulary(String iri) {
        @Nullable Vocabulary vocabulary = Vocabularies.getVocabulary(iri);
        return vocabulary == null
                ? null
                : new Vocabulary(
                        iri,
                        vocabulary.getKeywords().stream()
                                .map(SchemaReader::aware)
                                .toArray(Keyword[]::new));
    }

    private static Keyword aware(Keyword keyword) {
        boolean turnsAround = SecretAwareKeyword.TURNING_AROUND.contains(keyword.getValue());
        return turnsAround || SecretAwareKeyword.OF_CONTENT.contains(keyword.getValue())
                ? new SecretAwareKeyword(keyword, turnsAround)
                : keyword;
    }
}
