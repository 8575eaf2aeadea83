package dev.imagefactory.template;

import dev.imagefactory.template.RenderedTexts.RenderedText;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rendering of one payload: its scalars one by one, what they use, and what is wrong with them. */
final class PayloadRendering {
    private final Variables known;
    private final RenderedTexts texts;
    private final Warnings warnings;
    private final Problems problems;
    private final SortedMap<String, String> variables = new TreeMap<>();
    private final SortedSet<String> secrets = new TreeSet<>();

    /** Texts of this payload, for they may be asked for twice, and {@link RenderedTexts} keeps only so many. */
    private final Map<String, RenderedText> own = new HashMap<>();

    PayloadRendering(RenderingRules rules, Warnings warnings, Problems problems) {
        this.known = rules.variables();
        this.texts = rules.texts();
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
            return array(array, pointer);
        }
        return value;
    }

    /** The same object where no variable stands in it. */
    private JsonObject object(JsonObject object, JsonPointer pointer) {
        @Nullable List<Member> changed = null;
        boolean renamed = false;
        List<Member> members = object.members();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            JsonPointer child = pointer.child(member.name());
            String name = text(member.name(), member.location(), child);
            JsonValue value = value(member.value(), child);
            boolean sameName = name.equals(member.name());
            if (!sameName || value != member.value()) {
                changed = changed == null ? new ArrayList<>(members) : changed;
                changed.set(i, new Member(name, value, member.location()));
                renamed |= !sameName;
            }
        }
        if (renamed) {
            refuseDuplicates(members, Objects.requireNonNull(changed), pointer);
        }
        return changed == null ? object : new JsonObject(changed, object.location());
    }

    private void refuseDuplicates(List<Member> members, List<Member> rendered, JsonPointer pointer) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < rendered.size(); i++) {
            String name = rendered.get(i).name();
            if (!names.add(name)) {
                report(
                        ProblemCode.DUPLICATE_KEY,
                        members.get(i).location(),
                        pointer.child(members.get(i).name()),
                        "with its variables the key is '" + name + "', which the object has already",
                        "write it another way");
            }
        }
    }

    private JsonArray array(JsonArray array, JsonPointer pointer) {
        @Nullable List<JsonValue> changed = null;
        List<JsonValue> elements = array.elements();
        for (int i = 0; i < elements.size(); i++) {
            JsonValue element = value(elements.get(i), pointer.child(i));
            if (element != elements.get(i)) {
                changed = changed == null ? new ArrayList<>(elements) : changed;
                changed.set(i, element);
            }
        }
        return changed == null ? array : new JsonArray(changed, array.location());
    }

    JsonString string(JsonString string, JsonPointer pointer) {
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

    /** What a text was rendered to in another place, if it was; its variables are used here, too. */
    @Nullable
    RenderedText known(String template) {
        @Nullable RenderedText shared = texts.get(template);
        @Nullable RenderedText known = shared == null ? own.get(template) : shared;
        if (known != null) {
            known.variables().addTo(variables);
        }
        return known;
    }

    private String text(String template, Location location, JsonPointer pointer) {
        if (!VariableSyntax.mayHoldVariable(template)) {
            return template;
        }
        @Nullable RenderedText before = known(template);
        if (before != null) {
            return before.text();
        }
        int errors = problems.errors();
        List<Segment> segments = VariableSyntax.parse(template);
        boolean renderable = true;
        for (Segment segment : segments) {
            renderable &= check(segment, location, pointer);
        }
        if (!renderable) {
            return template;
        }
        checkNothingLeft(segments, location, pointer);
        String text = texts.render(segments, this::valueOf);
        if (problems.errors() == errors) {
            RenderedText rendered = RenderedText.of(text, VariableValues.copyOf(usedBy(segments)));
            own.put(template, rendered);
            texts.keep(template, rendered);
        }
        return text;
    }

    private Map<String, String> usedBy(List<Segment> segments) {
        Map<String, String> used = new HashMap<>();
        for (Segment segment : segments) {
            if (segment instanceof Reference reference) {
                known.get(reference.name()).ifPresent(each -> used.put(each.name(), each.value()));
            }
        }
        return used;
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
        String text = left.toString();
        if (!VariableSyntax.mayHoldVariable(text)) {
            return;
        }
        for (Segment segment : VariableSyntax.parse(text)) {
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
