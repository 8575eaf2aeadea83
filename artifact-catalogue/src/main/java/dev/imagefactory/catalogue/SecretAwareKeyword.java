package dev.imagefactory.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonValidator;
import com.networknt.schema.Keyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import dev.imagefactory.template.SecretReference;
import java.util.Set;

/**
 * A keyword of JSON Schema that does not judge a secret: of one it is known that it is a text, and nothing else.
 *
 * <p>A keyword about the content of a text is fulfilled by a secret. One that turns the word of others around, as
 * {@code not} does, says nothing where their word depends on a secret.
 *
 * @param original the keyword as the validator has it
 * @param turnsAround whether it is one of the latter
 */
record SecretAwareKeyword(Keyword original, boolean turnsAround) implements Keyword {
    /** What a text says. */
    static final Set<String> OF_CONTENT =
            Set.of("pattern", "enum", "const", "minLength", "maxLength", "contentEncoding", "contentMediaType");

    static final Set<String> TURNING_AROUND = Set.of("not", "oneOf", "if", "contains");

    @Override
    public String getValue() {
        return original.getValue();
    }

    @Override
    public JsonValidator newValidator(
            SchemaLocation schemaLocation,
            JsonNodePath evaluationPath,
            JsonNode schemaNode,
            JsonSchema parentSchema,
            ValidationContext validationContext)
            throws Exception {
        return new Validator(
                original.newValidator(schemaLocation, evaluationPath, schemaNode, parentSchema, validationContext),
                turnsAround);
    }

    /** Whether a value is a secret; the judgement then depends on one. */
    static boolean isSecret(JsonNode node, ExecutionContext context) {
        boolean secret =
                node.isTextual() && SecretReference.nameIn(node.textValue()).isPresent();
        if (secret) {
            ((Judgement) context).meetSecret();
        }
        return secret;
    }

    private record Validator(JsonValidator original, boolean turnsAround) implements JsonValidator {
        @Override
        public Set<ValidationMessage> validate(
                ExecutionContext context, JsonNode node, JsonNode root, JsonNodePath instanceLocation) {
            if (!turnsAround) {
                return isSecret(node, context) ? Set.of() : original.validate(context, node, root, instanceLocation);
            }
            Judgement judgement = (Judgement) context;
            boolean before = judgement.dependsOnSecret(false);
            Set<ValidationMessage> messages = original.validate(context, node, root, instanceLocation);
            boolean within = judgement.dependsOnSecret(before);
            if (within) {
                judgement.meetSecret();
            }
            return within ? Set.of() : messages;
        }

        @Override
        public void preloadJsonSchema() {
            original.preloadJsonSchema();
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return original.getSchemaLocation();
        }

        @Override
        public JsonNodePath getEvaluationPath() {
            return original.getEvaluationPath();
        }

        @Override
        public String getKeyword() {
            return original.getKeyword();
        }
    }
}
