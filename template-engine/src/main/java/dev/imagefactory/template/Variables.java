package dev.imagefactory.template;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The variables of one or more files, where a later file wins over an earlier one. Immutable. */
final class Variables {
    private final SortedMap<String, Variable> byName;
    private final Set<String> refused;
    private final boolean complete;
    private final Map<String, String> nameByLowerCase = new HashMap<>();

    private Variables(SortedMap<String, Variable> byName, Set<String> refused, boolean complete) {
        this.byName = Collections.unmodifiableSortedMap(byName);
        this.refused = refused;
        this.complete = complete;
        byName.keySet().forEach(name -> nameByLowerCase.put(NearestName.lowerCase(name), name));
        for (BuiltIn builtIn : BuiltIn.values()) {
            nameByLowerCase.put(NearestName.lowerCase(builtIn.name()), builtIn.name());
        }
    }

    static Variables read(List<SourceFile> files, DocumentReader reader, Problems problems) {
        SortedMap<String, Variable> byName = new TreeMap<>();
        Set<String> refused = new HashSet<>();
        boolean complete = true;
        for (SourceFile file : files) {
            Optional<JsonObject> document = reader.readObject(file, problems);
            complete &= document.isPresent();
            Map<String, String> seen = new HashMap<>();
            for (Member member : document.map(JsonObject::members).orElse(List.of())) {
                variable(member, seen, problems)
                        .ifPresentOrElse(
                                variable -> byName.put(variable.name(), variable), () -> refused.add(member.name()));
            }
        }
        return new Variables(byName, refused, complete);
    }

    private static Optional<Variable> variable(Member member, Map<String, String> seen, Problems problems) {
        String name = member.name();
        String pointer = JsonPointer.ROOT.child(name).text();
        Location location = member.location();
        @Nullable String other = seen.putIfAbsent(NearestName.lowerCase(name), name);
        if (other != null) {
            problems.add(
                    ProblemCode.VARIABLE_CASE_CONFLICT,
                    location,
                    pointer,
                    "the variables '" + other + "' and '" + name + "' differ only in case",
                    "keep one of them");
            return Optional.empty();
        }
        if (!VariableSyntax.isName(name)) {
            problems.add(
                    ProblemCode.INVALID_VARIABLE_NAME,
                    location,
                    pointer,
                    "'" + name + "' is no name of a variable",
                    "use an upper-case letter, then upper-case letters, digits and underscores");
            return Optional.empty();
        }
        if (BuiltIn.named(name).isPresent()) {
            problems.add(
                    ProblemCode.RESERVED_VARIABLE_NAME,
                    location,
                    pointer,
                    "'" + name + "' is a built-in variable, set at submission",
                    "choose another name");
            return Optional.empty();
        }
        if (!(member.value() instanceof JsonString string)) {
            problems.add(
                    ProblemCode.NON_STRING_VARIABLE,
                    location,
                    pointer,
                    "the value of '" + name + "' is not a text",
                    "put it in quotes; variables are one flat object of texts");
            return Optional.empty();
        }
        return Optional.of(new Variable(name, string.text(), location));
    }

    Optional<Variable> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether a name may be missing only because its file or its value could not be read, which is reported. */
    boolean mayHoldUnread(String name) {
        return !complete || refused.contains(name);
    }

    Collection<Variable> all() {
        return byName.values();
    }

    SortedMap<String, String> values() {
        SortedMap<String, String> values = new TreeMap<>();
        byName.forEach((name, variable) -> values.put(name, variable.value()));
        return values;
    }

    /** The variable, built-in ones included, whose name is this one in another case. */
    Optional<String> inAnotherCase(String name) {
        return Optional.ofNullable(nameByLowerCase.get(NearestName.lowerCase(name)))
                .filter(known -> !known.equals(name));
    }

    boolean isKnown(String name) {
        return byName.containsKey(name) || BuiltIn.named(name).isPresent();
    }

    Optional<String> nearest(String name) {
        return NearestName.of(name, nameByLowerCase.values());
    }
}
