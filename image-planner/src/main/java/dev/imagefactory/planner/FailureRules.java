package dev.imagefactory.planner;

import static dev.imagefactory.planner.FailureClass.PERMANENT;
import static dev.imagefactory.planner.FailureClass.TRANSIENT;
import static dev.imagefactory.planner.FailureClass.UNCLASSIFIED;

import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules that tell from a build's error what its failure calls for; the first that is found in the text decides.
 *
 * <p>The rules are data: {@code failure-rules.json} beside this class holds the defaults, and {@code docs/cli.md}
 * describes the form.
 */
public final class FailureRules {
    /** What is known of Azure Resource Manager, Azure VM Image Builder and their neighbours. */
    public static final FailureRules DEFAULT = defaults();

    private static final Failure REJECTED =
            new Failure(PERMANENT, "correct the definition: the service refuses the request as it is");

    /** The code of {@code Code: message}; words that say no more than that something failed are none. */
    private static final Pattern CODE =
            Pattern.compile("(?i)(?!(?:error|exception|failed|failure|fatal):)([a-z][\\w.-]*): .*", Pattern.DOTALL);

    private static final Pattern GUID = Pattern.compile("(?i)\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");
    private static final Pattern QUOTED = Pattern.compile("(?<!\\w)'[^']*'(?!\\w)|\"[^\"]*\"");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final List<Rule> rules;

    /** A rule: what is looked for in an error, and what it means. */
    record Rule(Pattern pattern, Failure failure) {}

    FailureRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The rules of a JSON or YAML file; empty, with the problems added, where anything is wrong with it. */
    public static Optional<FailureRules> read(SourceFile file, Problems problems) {
        return FailureRulesReader.read(file, problems);
    }

    private static FailureRules defaults() {
        String name = "failure-rules.json";
        try (InputStream resource = Objects.requireNonNull(FailureRules.class.getResourceAsStream(name), name)) {
            Problems problems = new Problems();
            return read(SourceFile.of(name, resource.readAllBytes()), problems)
                    .orElseThrow(() -> new IllegalStateException(String.valueOf(problems.sorted())));
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own " + name + " cannot be read", e);
        }
    }

    /** These rules, and the others where none of these is found. */
    public FailureRules orElse(FailureRules others) {
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(others.rules);
        return new FailureRules(all);
    }

    /** Rules are equal where they decide the same and advise the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FailureRules others && texts().equals(others.texts());
    }

    @Override
    public int hashCode() {
        return texts().hashCode();
    }

    private List<String> texts() {
        return rules.stream()
                .map(rule -> rule.pattern().pattern() + "\n" + rule.failure())
                .toList();
    }

    List<Rule> rules() {
        return rules;
    }

    /** Says whether two sets of rules decide the same: the SHA-256 over patterns and classes, in their order. */
    String fingerprint() {
        List<JsonValue> texts = new ArrayList<>();
        for (Rule rule : rules) {
            texts.add(new JsonString(rule.pattern().pattern(), Location.NONE));
            texts.add(new JsonString(rule.failure().failureClass().id(), Location.NONE));
        }
        return RedactedPayload.fingerprint(new JsonArray(texts, Location.NONE));
    }

    /**
     * Classifies a build that brought no image.
     *
     * <p>A lost or cancelled build may be repeated. One that the service rejected at submission is permanent unless a
     * rule says otherwise.
     *
     * @throws IllegalArgumentException where the build has not ended, or has succeeded
     */
    public Failure classify(Build build) {
        requireUnsuccessful(build);
        if (build.state() != BuildState.FAILED) {
            return new Failure(TRANSIENT, null);
        }
        boolean rejected = build.progress().trackingId() == null;
        return ruleFor(build).map(Rule::failure).orElseGet(() -> rejected ? REJECTED : new Failure(UNCLASSIFIED, null));
    }

    /**
     * What a failure has in common with others that failed the same way: the rule that knows them, else the error's
     * code, else its text without what differs from image to image. For comparing, not for showing.
     *
     * @throws IllegalArgumentException where the build has not ended, or has succeeded
     */
    public String kindOf(Build build) {
        requireUnsuccessful(build);
        @Nullable String error = build.progress().error();
        if (build.state() != BuildState.FAILED || error == null) {
            return build.state().id();
        }
        Optional<Rule> rule = ruleFor(build);
        if (rule.isPresent()) {
            return rule.get().pattern().pattern();
        }
        Matcher code = CODE.matcher(error);
        return code.matches() ? code.group(1) : withoutParticulars(error, build);
    }

    private Optional<Rule> ruleFor(Build build) {
        @Nullable String error = build.progress().error();
        return error == null
                ? Optional.empty()
                : rules.stream()
                        .filter(rule -> rule.pattern().matcher(error).find())
                        .findFirst();
    }

    private static String withoutParticulars(String error, Build build) {
        String names = Stream.concat(build.order().imageNames().stream(), Stream.of(build.imageId()))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?i)(?<!\\w)(?:", ")(?!\\w)"));
        String text = error;
        for (Pattern particular : List.of(Pattern.compile(names), QUOTED, GUID, NUMBER)) {
            text = particular.matcher(text).replaceAll("?");
        }
        return text;
    }

    private static void requireUnsuccessful(Build build) {
        if (!build.state().isUnsuccessful()) {
            throw new IllegalArgumentException(
                    build.key() + " is " + build.state().id() + "; only a build without an image can be classified");
        }
    }
}
