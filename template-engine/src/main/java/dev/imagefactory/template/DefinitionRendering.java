package dev.imagefactory.template;

import dev.imagefactory.template.VariableSyntax.Escape;
import dev.imagefactory.template.VariableSyntax.LookAlike;
import dev.imagefactory.template.VariableSyntax.Reference;
import dev.imagefactory.template.VariableSyntax.Segment;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rendering of one definition: its scalars one by one, what they use, and what is wrong with them. */
final class DefinitionRendering {
    private final Variables known;
    private final ScalarRenderer renderer;
    private final Warnings warnings;
    private final Problems problems;
    private final SortedMap<String, String> variables = new TreeMap<>();
    private final SortedSet<String> secrets = new TreeSet<>();

    DefinitionRendering(Variables known, ScalarRenderer renderer, Warnings warnings, Problems problems) {
        this.known = known;
        this.renderer = renderer;
        this.warnings = warnings;
        this.problems = problems;
    }

    SortedMap<String, String> variables() {
        return variables;
    }

    SortedSet<String> secrets() {
        return secrets;
    }

    JsonObject render(JsonObject document) {
        return object(document, JsonPointer.ROOT);
    }

    private JsonValue value(JsonValue value, JsonPointer pointer) {
        if (value instanceof JsonString string) {
            return string(string, pointer);
        } else if (value instanceof JsonObject object) {
            return object(object, pointer);
        } else if (value instanceof JsonArray array) {
            List<JsonValue> elements = new ArrayList<>(array.elements().size());
            for (int i = 0; i < array.elements().size(); i++) {
                elements.add(value(array.elements().get(i), pointer.child(i)));
            }
            return new JsonArray(elements, array.location());
        }
        return value;
    }

    private JsonObject object(JsonObject object, JsonPointer pointer) {
        List<Member> members = new ArrayList<>(object.members().size());
        Set<String> names = new HashSet<>();
        for (Member member : object.members()) {
            JsonPointer child = pointer.child(member.name());
            String name = text(member.name(), member.location(), child);
            if (!names.add(name)) {
                report(
                        ProblemCode.DUPLICATE_KEY,
                        member.location(),
                        child,
                        "with its variables the key is '" + name + "', which the object has already",
                        "write it another way");
            }
            members.add(new Member(name, value(member.value(), child), member.location()));
        }
        return new JsonObject(members, object.location());
    }

    private JsonString string(JsonString string, JsonPointer pointer) {
        String rendered = text(string.text(), string.location(), pointer);
        Optional<String> secret = SecretReference.nameIn(rendered);
        if (secret.isPresent()) {
            secrets.add(secret.get());
            if (!SecretReference.isValidName(secret.get())) {
                report(
                        ProblemCode.INVALID_SECRET_NAME,
                        string.location(),
                        pointer,
                        "'" + secret.get() + "' cannot be the name of a Key Vault secret",
                        "use 1 to 127 letters, digits and dashes after kv_");
            }
        } else if (SecretReference.standsInside(rendered)) {
            warnings.add(
                    ProblemCode.SECRET_INSIDE_TEXT,
                    string.location(),
                    pointer,
                    "a secret reference is resolved only where it is the whole text, so this one is sent as it is",
                    "put the whole text into the secret, if a secret was meant");
        }
        return rendered.equals(string.text()) ? string : new JsonString(rendered, string.location());
    }

    private String text(String template, Location location, JsonPointer pointer) {
        if (!VariableSyntax.mayHoldVariable(template)) {
            return template;
        }
        List<Segment> segments = VariableSyntax.parse(template);
        boolean renderable = true;
        for (Segment segment : segments) {
            renderable &= check(segment, location, pointer);
        }
        if (!renderable) {
            return template;
        }
        checkNothingLeft(segments, location, pointer);
        return renderer.render(segments, this::valueOf);
    }

    /** The text for a variable: its value, or for a built-in one the mark that submission replaces. */
    private @Nullable String valueOf(String name) {
        return BuiltIn.named(name)
                .map(builtIn -> mark(name))
                .or(() -> known.get(name).map(Variable::value))
                .orElse(null);
    }

    private static String mark(String builtIn) {
        return "{" + builtIn + "}";
    }

    /** Notes what a segment uses; false where it cannot be rendered, which is reported where it is not yet. */
    private boolean check(Segment segment, Location location, JsonPointer pointer) {
        int before = problems.errors();
        if (segment instanceof Reference reference) {
            Optional<Variable> variable = known.get(reference.name());
            variable.ifPresent(each -> variables.put(each.name(), each.value()));
            if (variable.isEmpty() && BuiltIn.named(reference.name()).isEmpty()) {
                if (!known.mayHoldUnread(reference.name())) {
                    reportUnknown(reference, location, pointer);
                }
                return false;
            }
        } else if (segment instanceof LookAlike lookAlike) {
            checkLookAlike(lookAlike, location, pointer);
        } else if (segment instanceof Escape escape
                && escape.source().startsWith("{")
                && !escape.looksAlikeOnly()
                && BuiltIn.named(escape.name()).isPresent()) {
            report(
                    ProblemCode.ESCAPED_BUILT_IN,
                    location,
                    pointer,
                    "the literal text " + escape.literal() + " cannot be told from the built-in variable",
                    "write it another way, for instance <~" + escape.name() + ">");
        }
        return problems.errors() == before;
    }

    private void reportUnknown(Reference reference, Location location, JsonPointer pointer) {
        report(
                ProblemCode.UNKNOWN_VARIABLE,
                location,
                pointer,
                "the variable '" + reference.name() + "' does not exist",
                known.nearest(reference.name())
                                .map(name -> "did you mean '" + name + "'?")
                                .orElse("add it to the variables")
                        + " (a literal " + reference.source() + " is written " + escaped(reference.source()) + ")");
    }

    private void checkLookAlike(LookAlike lookAlike, Location location, JsonPointer pointer) {
        String literal = "a literal one is written " + escaped(lookAlike.source());
        if (known.isKnown(lookAlike.name())) {
            report(
                    ProblemCode.VARIABLE_LOOK_ALIKE,
                    location,
                    pointer,
                    "'" + lookAlike.name() + "' is a variable, but in this form it is not replaced",
                    "write {" + lookAlike.name() + "} with nothing around the name or before the brace; " + literal);
        } else {
            known.inAnotherCase(lookAlike.name())
                    .ifPresent(name -> report(
                            ProblemCode.VARIABLE_CASE,
                            location,
                            pointer,
                            "'" + lookAlike.name() + "' differs from the variable '" + name + "' in case",
                            "write {" + name + "}; " + literal));
        }
    }

    /**
     * Makes sure that the values, and where they meet the text around them, bring no new variable: a value is never
     * expanded again, and nothing that looks like a variable may be submitted.
     */
    private void checkNothingLeft(List<Segment> segments, Location location, JsonPointer pointer) {
        StringBuilder left = new StringBuilder();
        int marks = 0;
        for (Segment segment : segments) {
            if (segment instanceof Reference reference) {
                left.append(valueOf(reference.name()));
                marks += BuiltIn.named(reference.name()).isPresent() ? 1 : 0;
            } else if (segment instanceof Escape) {
                left.append('\0');
            } else {
                left.append(segment.source());
            }
        }
        for (Segment segment : VariableSyntax.parse(left.toString())) {
            if (segment instanceof Reference reference
                    && BuiltIn.named(reference.name()).isPresent()
                    && marks-- > 0) {
                continue;
            }
            if (looksLikeVariable(segment)) {
                report(
                        ProblemCode.UNRESOLVED_VARIABLE,
                        location,
                        pointer,
                        "after rendering the text still holds " + segment.source(),
                        "write the value out: values of variables are not expanded again");
            }
        }
    }

    private boolean looksLikeVariable(Segment segment) {
        if (segment instanceof LookAlike lookAlike) {
            return known.isKnown(lookAlike.name())
                    || known.inAnotherCase(lookAlike.name()).isPresent();
        }
        return segment instanceof Reference || segment instanceof Escape;
    }

    private static String escaped(String source) {
        return source.charAt(0) + "~" + source.substring(1);
    }

    private void report(ProblemCode code, Location at, JsonPointer pointer, String message, String nextStep) {
        problems.add(code, at, pointer.text(), message, nextStep);
    }
}
