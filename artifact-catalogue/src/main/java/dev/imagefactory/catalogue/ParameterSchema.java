package dev.imagefactory.catalogue;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.ValidationMessage;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JSON Schema of one artifact's parameters. */
final class ParameterSchema {
    private final String file;
    private final JsonSchema schema;

    /** The names of the parameters as the schema writes them. */
    private final Collection<String> names;

    ParameterSchema(String file, JsonSchema schema, JsonObject document) {
        this.file = file;
        this.schema = schema;
        this.names = document.get("properties")
                .filter(JsonObject.class::isInstance)
                .map(properties -> ((JsonObject) properties)
                        .members().stream().map(Member::name).toList())
                .orElse(List.of());
    }

    String file() {
        return file;
    }

    /**
     * Something that the schema does not allow.
     *
     * @param pointer from the parameters on
     */
    record Violation(String pointer, Location location, String message) {}

    List<Violation> violations(JsonValue parameters) {
        JsonValue spelled = parameters instanceof JsonObject object ? asTheSchemaSpells(object) : parameters;
        ExecutionContext context = new Judgement();
        context.setExecutionConfig(schema.createExecutionContext().getExecutionConfig());
        List<Violation> violations = new ArrayList<>();
        try {
            for (ValidationMessage message : schema.validate(context, JacksonTree.of(spelled), OutputFormat.DEFAULT)) {
                violations.add(violation(message, parameters, spelled));
            }
        } catch (StackOverflowError e) {
            // A schema that refers to itself without end, or a pattern that recurses over a long text: the validator
            // and Java's regular expressions know no limit of their own.
            violations.add(new Violation(
                    "",
                    parameters.location(),
                    "the schema cannot be tried on them: it refers to itself, or repeats a"
                            + " group of a pattern too often"));
        }
        return violations;
    }

    /** The service reads keys without regard to case; JSON Schema knows no such thing. */
    private JsonObject asTheSchemaSpells(JsonObject parameters) {
        Set<String> taken = new HashSet<>();
        parameters.members().forEach(member -> taken.add(member.name()));
        List<Member> members = new ArrayList<>();
        for (Member member : parameters.members()) {
            String name = names.contains(member.name())
                    ? member.name()
                    : names.stream()
                            .filter(known -> known.equalsIgnoreCase(member.name()) && taken.add(known))
                            .findFirst()
                            .orElse(member.name());
            members.add(new Member(name, member.value(), member.location()));
        }
        return new JsonObject(members, parameters.location());
    }

    /** The members of both objects are the same but for their names. */
    static Violation violation(ValidationMessage message, JsonValue asWritten, JsonValue spelled) {
        JsonNodePath path = message.getInstanceLocation();
        JsonPointer pointer = JsonPointer.ROOT;
        JsonValue value = asWritten;
        Location location = asWritten.location();
        for (int i = 0; i <= path.getNameCount(); i++) {
            boolean last = i == path.getNameCount();
            if (last && message.getProperty() == null) {
                break;
            }
            String step = last ? message.getProperty() : String.valueOf(path.getElement(i));
            JsonObject names = i == 0 && spelled instanceof JsonObject object
                    ? object
                    : value instanceof JsonObject object ? object : new JsonObject(List.of(), Location.NONE);
            Optional<Member> member = memberOf(value, names, step);
            if (member.isPresent()) {
                pointer = pointer.child(member.get().name());
                value = member.get().value();
                location = last ? member.get().location() : value.location();
            } else if (!last && value instanceof JsonArray array) {
                int index = Integer.parseInt(step);
                pointer = pointer.child(index);
                value = array.elements().get(index);
                location = value.location();
            }
        }
        return new Violation(pointer.text(), location, textOf(message));
    }

    private static Optional<Member> memberOf(JsonValue value, JsonObject names, String step) {
        if (value instanceof JsonObject object) {
            for (int i = 0; i < names.members().size(); i++) {
                if (names.members().get(i).name().equals(step)) {
                    return Optional.of(object.members().get(i));
                }
            }
        }
        return Optional.empty();
    }

    /** The validator's words without the place at their beginning. */
    private static String textOf(ValidationMessage message) {
        String text = message.getMessage();
        String place = message.getInstanceLocation() + ": ";
        return text.startsWith(place) ? text.substring(place.length()) : text;
    }
}
