package dev.imagefactory.planner;

import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A reader of files with failure rules, one problem for each thing that is not what it should be. */
final class FailureRulesReader {
    private final Problems problems;

    private FailureRulesReader(Problems problems) {
        this.problems = problems;
    }

    static Optional<FailureRules> read(SourceFile file, Problems problems) {
        int before = problems.errors();
        Optional<FailureRules> rules = new DocumentReader()
                .readObject(file, problems)
                .map(document -> new FailureRulesReader(problems).rules(document));
        return problems.errors() == before ? rules : Optional.empty();
    }

    private FailureRules rules(JsonObject document) {
        checkNames(document, JsonPointer.ROOT, List.of("rules"));
        JsonPointer pointer = JsonPointer.ROOT.child("rules");
        Optional<JsonValue> list = document.get("rules");
        if (list.isPresent() && list.get() instanceof JsonArray array) {
            return read(array.elements(), pointer, problems);
        }
        invalid(
                list.map(JsonValue::location).orElse(document.location()),
                pointer,
                "'rules' is not a list",
                "write the rules as a list of objects");
        return new FailureRules(List.of());
    }

    /** The rules of a list, without those that are wrong. */
    static FailureRules read(List<JsonValue> elements, JsonPointer pointer, Problems problems) {
        FailureRulesReader reader = new FailureRulesReader(problems);
        List<FailureRules.Rule> rules = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            reader.rule(elements.get(i), pointer.child(i)).ifPresent(rules::add);
        }
        return new FailureRules(rules);
    }

    private Optional<FailureRules.Rule> rule(JsonValue value, JsonPointer pointer) {
        if (!(value instanceof JsonObject rule)) {
            invalid(value.location(), pointer, "the rule is not an object", "give it a pattern, a class and an advice");
            return Optional.empty();
        }
        checkNames(rule, pointer, List.of("pattern", "class", "advice"));
        Optional<Pattern> pattern = member(rule, "pattern", pointer, FailureRulesReader::pattern);
        Optional<FailureClass> failureClass = member(rule, "class", pointer, FailureRulesReader::failureClass);
        Optional<String> advice = member(rule, "advice", pointer, text -> text);
        return pattern.isPresent() && failureClass.isPresent() && advice.isPresent()
                ? Optional.of(new FailureRules.Rule(pattern.get(), new Failure(failureClass.get(), advice.get())))
                : Optional.empty();
    }

    private <T> Optional<T> member(JsonObject rule, String name, JsonPointer of, Function<String, T> conversion) {
        Optional<JsonValue> value = rule.get(name);
        Location location = value.map(JsonValue::location).orElse(rule.location());
        if (value.isPresent()
                && value.get() instanceof JsonString string
                && !string.text().isBlank()) {
            try {
                return Optional.of(conversion.apply(string.text()));
            } catch (IllegalArgumentException e) {
                invalid(location, of.child(name), String.valueOf(e.getMessage()), "correct the " + name);
                return Optional.empty();
            }
        }
        invalid(
                location,
                value.isPresent() ? of.child(name) : of,
                "the rule's " + name + (value.isPresent() ? " is not a text" : " is missing"),
                "give it a pattern, a class and an advice");
        return Optional.empty();
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the pattern is no regular expression: " + e.getDescription() + " near index " + e.getIndex(), e);
        }
    }

    private static FailureClass failureClass(String text) {
        return switch (text) {
            case "permanent" -> FailureClass.PERMANENT;
            case "transient" -> FailureClass.TRANSIENT;
            case "ours" -> FailureClass.OURS;
            default ->
                throw new IllegalArgumentException("the class is permanent, transient or ours, not '" + text + "'");
        };
    }

    private void checkNames(JsonObject object, JsonPointer pointer, List<String> known) {
        for (Member member : object.members()) {
            if (!known.contains(member.name())) {
                problems.add(
                        ProblemCode.UNKNOWN_SETTING,
                        member.location(),
                        pointer.child(member.name()).text(),
                        "there is no '" + member.name() + "' here",
                        NearestName.of(member.name(), known)
                                .map(name -> "did you mean '" + name + "'?")
                                .orElse("known here: " + String.join(", ", known)));
            }
        }
    }

    private void invalid(Location location, JsonPointer pointer, String message, String nextStep) {
        problems.add(ProblemCode.INVALID_SETTING, location, pointer.text(), message, nextStep);
    }
}
