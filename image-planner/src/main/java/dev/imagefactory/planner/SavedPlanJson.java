package dev.imagefactory.planner;

import dev.imagefactory.planner.SavedPlan.Decision;
import dev.imagefactory.planner.SavedPlan.Input;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON of a saved plan, which is a contract: {@code docs/cli.md} describes it. */
final class SavedPlanJson {
    static final String SCHEMA_VERSION = "2";

    private SavedPlanJson() {}

    static String of(SavedPlan plan) {
        JsonObject inputs = object(
                member("only", list(plan.selection().only(), SavedPlanJson::text)),
                member("exclude", list(plan.selection().exclude(), SavedPlanJson::text)),
                member("forced", list(plan.forced(), SavedPlanJson::text)),
                member("policy", policy(plan.policy())),
                member("images", list(plan.inputs(), SavedPlanJson::input)));
        JsonObject document = object(
                member("schemaVersion", number(SCHEMA_VERSION)),
                member("service", text(plan.service())),
                member("inputs", inputs),
                member("ledger", text(plan.ledgerFingerprint())),
                member("images", list(plan.decisions(), SavedPlanJson::decision)));
        return JsonText.pretty(document) + "\n";
    }

    private static JsonValue policy(PlanPolicy policy) {
        ChangeGuards guards = policy.changeGuards();
        return object(
                member("maxAttempts", number(Integer.toString(policy.maxAttempts()))),
                member("refuseUnchangedNames", new JsonBoolean(policy.refuseUnchangedNames(), Location.NONE)),
                member("pairs", list(guards.pairs(), pair -> list(pair.names(), SavedPlanJson::text))),
                member("splitPairs", text(guards.splitPairs().id())),
                member("downgrades", text(guards.downgrades().id())),
                member("failureRules", list(policy.failureRules().rules(), SavedPlanJson::rule)));
    }

    private static JsonValue rule(FailureRules.Rule rule) {
        return object(
                member("pattern", text(rule.pattern().pattern())),
                member("class", text(rule.failure().failureClass().id())),
                member("advice", text(rule.failure().advice())));
    }

    private static JsonValue input(Input input) {
        return object(
                member("id", text(input.imageId())),
                member("fingerprint", text(input.fingerprint())),
                member("definitionFingerprint", text(input.definitionFingerprint())),
                member("defaultsFingerprint", text(input.defaultsFingerprint())),
                member("variables", map(input.variables())));
    }

    private static JsonValue decision(Decision decision) {
        @Nullable Integer attempt = decision.attempt();
        return object(
                member("id", text(decision.imageId())),
                member("action", text(decision.action().id())),
                member(
                        "reason",
                        object(
                                member("code", text(decision.code().id())),
                                member("message", text(decision.message())))),
                member("warning", text(decision.warning())),
                member("fingerprint", text(decision.fingerprint())),
                member("attempt", attempt == null ? new JsonNull(Location.NONE) : number(attempt.toString())),
                member("imageNames", list(decision.imageNames(), SavedPlanJson::text)));
    }

    private static JsonObject object(Member... members) {
        return new JsonObject(List.of(members), Location.NONE);
    }

    private static Member member(String name, JsonValue value) {
        return new Member(name, value, Location.NONE);
    }

    private static JsonValue map(Map<String, String> values) {
        return new JsonObject(
                values.entrySet().stream()
                        .map(entry -> member(entry.getKey(), text(entry.getValue())))
                        .toList(),
                Location.NONE);
    }

    private static <T> JsonValue list(List<T> items, Function<T, JsonValue> form) {
        return new JsonArray(items.stream().map(form).toList(), Location.NONE);
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? new JsonNull(Location.NONE) : new JsonString(text, Location.NONE);
    }

    private static JsonValue number(String text) {
        return new JsonNumber(text, Location.NONE);
    }
}
