package dev.imagefactory.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import com.networknt.schema.FormatValidator;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.MessageSourceValidationMessage;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A format that does not judge a secret, as {@link SecretAwareKeyword} says; the validator wants it apart from these.
 */
record SecretAwareFormat(Format original) implements Format {
    @Override
    public String getName() {
        return original.getName();
    }

    @Override
    public String getMessageKey() {
        return original.getMessageKey();
    }

    @Override
    public Set<ValidationMessage> validate(
            ExecutionContext context,
            ValidationContext validationContext,
            JsonNode node,
            JsonNode root,
            JsonNodePath instanceLocation,
            boolean assertionsEnabled,
            Supplier<MessageSourceValidationMessage.Builder> message,
            FormatValidator formatValidator) {
        return SecretAwareKeyword.isSecret(node, context)
                ? Set.of()
                : original.validate(
                        context,
                        validationContext,
                        node,
                        root,
                        instanceLocation,
                        assertionsEnabled,
                        message,
                        formatValidator);
    }
}
