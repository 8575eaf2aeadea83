package dev.imagefactory.planner;

import dev.imagefactory.planner.ChangeGuards.Reaction;
import dev.imagefactory.planner.SavedPlan.Decision;
import dev.imagefactory.planner.SavedPlan.Input;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reader of saved plans, one problem for each thing that is not what it should be. Members that it does not know are
 * passed over: a plan that depended on them would decide otherwise, and be refused for that.
 */
final class SavedPlanReader {
    private static final String NEXT_STEP = "make a new plan with 'imagefactory plan --out'; do not edit it";

    private final Problems problems;

    private SavedPlanReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * An object and where it stands.
     *
     * @param isThere whether it is; what it lacks is no problem of its own where it is not
     */
    private record Node(JsonObject object, JsonPointer pointer, boolean isThere) {
        Node(JsonObject object, JsonPointer pointer) {
            this(object, pointer, true);
        }

        Optional<JsonValue> get(String name) {
            return object.get(name).filter(value -> !(value instanceof JsonNull));
        }
    }

    static Optional<SavedPlan> read(SourceFile file, Problems problems) {
        int before = problems.errors();
        Optional<JsonObject> document = new DocumentReader().readObject(file, problems);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        SavedPlanReader reader = new SavedPlanReader(problems);
        Node root = new Node(document.get(), JsonPointer.ROOT);
        if (!reader.isKnownVersion(root)) {
            return Optional.empty();
        }
        SavedPlan plan = reader.plan(root);
        return problems.errors() == before ? Optional.of(plan) : Optional.empty();
    }

    private boolean isKnownVersion(Node root) {
        Optional<JsonValue> version = root.get("schemaVersion");
        String given = version.filter(JsonNumber.class::isInstance)
                .map(value -> ((JsonNumber) value).text())
                .orElse("none");
        if (given.equals(SavedPlanJson.SCHEMA_VERSION)) {
            return true;
        }
        Location location =
                version.map(JsonValue::location).orElse(root.object().location());
        String message =
                "this is no plan of schema version " + SavedPlanJson.SCHEMA_VERSION + " (found: " + given + ")";
        invalid(location, root.pointer().child("schemaVersion"), message);
        return false;
    }

    private SavedPlan plan(Node root) {
        Node inputs = member(root, "inputs");
        return new SavedPlan(
                optionalText(root, "service"),
                new ImageSelection(texts(inputs, "only"), texts(inputs, "exclude")),
                texts(inputs, "forced"),
                policy(member(inputs, "policy")),
                distinct(inputs, this::input, Input::imageId),
                text(root, "ledger"),
                distinct(root, this::decision, Decision::imageId));
    }

    private PlanPolicy policy(Node node) {
        @Nullable Integer maxAttempts = number(node, "maxAttempts");
        List<JsonValue> rules = elements(node, "failureRules");
        ChangeGuards guards = new ChangeGuards(
                pairs(node),
                named(node, "splitPairs", Reaction.values(), Reaction::id),
                named(node, "downgrades", Reaction.values(), Reaction::id));
        if (node.get("maxAttempts").isEmpty()) {
            wrong(node, "maxAttempts", "a number from 1");
        }
        return PlanPolicy.DEFAULT
                .withMaxAttempts(maxAttempts == null ? 1 : maxAttempts)
                .refusingUnchangedNames(flag(node, "refuseUnchangedNames"))
                .withChangeGuards(guards)
                .withFailureRules(FailureRulesReader.read(rules, node.pointer().child("failureRules"), problems));
    }

    private List<VariablePair> pairs(Node node) {
        List<VariablePair> pairs = new ArrayList<>();
        for (JsonValue element : elements(node, "pairs")) {
            List<JsonValue> names = element instanceof JsonArray pair ? pair.elements() : List.of();
            if (names.size() == 2
                    && names.get(0) instanceof JsonString one
                    && names.get(1) instanceof JsonString other
                    && !one.text().equals(other.text())) {
                pairs.add(new VariablePair(one.text(), other.text()));
            } else {
                invalid(element.location(), node.pointer().child("pairs"), "'pairs' holds what is not a pair of names");
            }
        }
        return pairs;
    }

    private boolean flag(Node node, String name) {
        Optional<JsonValue> value = node.get(name);
        if (value.isPresent() && value.get() instanceof JsonBoolean flag) {
            return flag.value();
        }
        wrong(node, name, "true or false");
        return false;
    }

    private Input input(Node node) {
        return new Input(
                text(node, "id"),
                text(node, "fingerprint"),
                text(node, "definitionFingerprint"),
                optionalText(node, "defaultsFingerprint"),
                map(node, "variables"));
    }

    private Decision decision(Node node) {
        Node reason = member(node, "reason");
        return new Decision(
                text(node, "id"),
                named(node, "action", Action.values(), Action::id),
                named(reason, "code", ReasonCode.values(), ReasonCode::id),
                text(reason, "message"),
                optionalText(node, "warning"),
                optionalText(node, "fingerprint"),
                number(node, "attempt"),
                texts(node, "imageNames"));
    }

    private @Nullable Integer number(Node node, String name) {
        Optional<JsonValue> value = node.get(name);
        if (value.isPresent()
                && value.get() instanceof JsonNumber number
                && number.text().matches("[1-9][0-9]{0,8}")) {
            return Integer.valueOf(number.text());
        }
        if (value.isPresent()) {
            wrong(node, name, "a number from 1");
        }
        return null;
    }

    private <E> E named(Node node, String name, E[] values, Function<E, String> idOf) {
        String id = text(node, name);
        Optional<E> found =
                Stream.of(values).filter(value -> idOf.apply(value).equals(id)).findFirst();
        if (found.isEmpty() && !id.isEmpty()) {
            Location location = node.get(name).map(JsonValue::location).orElse(Location.NONE);
            invalid(location, node.pointer().child(name), "there is no " + name + " '" + id + "'");
        }
        return found.orElse(values[0]);
    }

    /** The list {@code images}, in which each image stands once. */
    private <T> List<T> distinct(Node node, Function<Node, T> form, Function<T, String> idOf) {
        JsonPointer pointer = node.pointer().child("images");
        List<T> items = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<JsonValue> elements = elements(node, "images");
        for (int i = 0; i < elements.size(); i++) {
            JsonValue element = elements.get(i);
            if (!(element instanceof JsonObject object)) {
                invalid(element.location(), pointer.child(i), "the image is not an object");
                continue;
            }
            T item = form.apply(new Node(object, pointer.child(i)));
            if (!ids.add(idOf.apply(item))) {
                invalid(element.location(), pointer.child(i), "the image '" + idOf.apply(item) + "' stands here twice");
            }
            items.add(item);
        }
        return items;
    }

    private Node member(Node node, String name) {
        JsonPointer pointer = node.pointer().child(name);
        Optional<JsonValue> value = node.get(name);
        if (value.isPresent() && value.get() instanceof JsonObject object) {
            return new Node(object, pointer);
        }
        wrong(node, name, "an object");
        return new Node(new JsonObject(List.of(), node.object().location()), pointer, false);
    }

    private List<JsonValue> elements(Node node, String name) {
        Optional<JsonValue> value = node.get(name);
        if (value.isPresent() && value.get() instanceof JsonArray array) {
            return array.elements();
        }
        wrong(node, name, "a list");
        return List.of();
    }

    private List<String> texts(Node node, String name) {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : elements(node, name)) {
            if (element instanceof JsonString string) {
                texts.add(string.text());
            } else {
                invalid(element.location(), node.pointer().child(name), "'" + name + "' holds what is not a text");
            }
        }
        return texts;
    }

    private SortedMap<String, String> map(Node node, String name) {
        SortedMap<String, String> values = new TreeMap<>();
        Node map = member(node, name);
        for (Member each : map.object().members()) {
            values.put(each.name(), text(map, each.name()));
        }
        return values;
    }

    private String text(Node node, String name) {
        @Nullable String text = node.get(name).isEmpty() ? null : optionalText(node, name);
        if (node.get(name).isEmpty()) {
            wrong(node, name, "a text");
        }
        return text == null ? "" : text;
    }

    private @Nullable String optionalText(Node node, String name) {
        Optional<JsonValue> value = node.get(name);
        if (value.isPresent() && value.get() instanceof JsonString string) {
            return string.text();
        }
        if (value.isPresent()) {
            wrong(node, name, "a text");
        }
        return null;
    }

    private void wrong(Node node, String name, String kind) {
        if (!node.isThere()) {
            return;
        }
        Optional<JsonValue> value = node.object().get(name);
        String message = value.isPresent() ? "'" + name + "' is not " + kind : "'" + name + "' is missing";
        Location location = value.map(JsonValue::location).orElse(node.object().location());
        invalid(location, value.isPresent() ? node.pointer().child(name) : node.pointer(), message);
    }

    private void invalid(Location location, JsonPointer pointer, String message) {
        problems.add(ProblemCode.INVALID_SETTING, location, pointer.text(), message, NEXT_STEP);
    }
}
