package dev.imagefactory.planner;

import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.SecretReference;
import dev.imagefactory.template.VariableValues;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A plan that is kept until a run carries it out, with what it was made from: selection, policy, payloads, ledger.
 *
 * <p>{@link BuildRunner#run(RenderedImages, SavedPlan, PlanPolicy)} does what it says, or refuses and names what has
 * moved. Its JSON, which {@code docs/cli.md} describes, holds no secret and is the same for equal plans, byte for byte.
 *
 * @param service names the service that the ledger belonged to; null where it belonged to none yet
 * @param selection the images that it is about
 * @param forced the ids of those that were asked for by name
 * @param policy the choices that decide about images; it forces those that are forced, and has the default limits for
 *     stalled builds, which decide nothing
 * @param inputs the images that went in, sorted by id
 * @param ledgerFingerprint {@link LedgerContents#fingerprint} of the ledger that it saw
 * @param decisions what it does about each image, those whose definition is gone included, sorted by id
 */
public record SavedPlan(
        @Nullable String service,
        ImageSelection selection,
        List<String> forced,
        PlanPolicy policy,
        List<Input> inputs,
        String ledgerFingerprint,
        List<Decision> decisions) {
    public SavedPlan {
        forced = List.copyOf(forced);
        policy = policy.forcing(ImageSelection.ofIds(forced)).withStallLimits(StallLimits.DEFAULT);
        inputs = List.copyOf(inputs);
        decisions = List.copyOf(decisions);
    }

    /**
     * An image as it went into a plan.
     *
     * @param imageId the image
     * @param fingerprint of its payload
     * @param definitionFingerprint of its definition before rendering
     * @param defaultsFingerprint of the defaults of its folders; null where there are none
     * @param variables the variables that it uses, with their values
     */
    public record Input(
            String imageId,
            String fingerprint,
            String definitionFingerprint,
            @Nullable String defaultsFingerprint,
            SortedMap<String, String> variables) {
        public Input {
            variables = VariableValues.copyOf(variables);
        }

        private static Input of(RenderedImage image) {
            return new Input(
                    image.id(),
                    image.fingerprint(),
                    image.source().definitionFingerprint(),
                    image.source().defaultsFingerprint(),
                    image.variables());
        }
    }

    /**
     * What a plan does about an image.
     *
     * @param imageId the image
     * @param action what to do
     * @param code why
     * @param message why, in words
     * @param warning what somebody should know beside that; null for nothing
     * @param fingerprint of the wanted payload; null for an orphan
     * @param attempt the attempt that is submitted; null where none is
     * @param imageNames the names of the image, as at the instant of the plan
     */
    public record Decision(
            String imageId,
            Action action,
            ReasonCode code,
            String message,
            @Nullable String warning,
            @Nullable String fingerprint,
            @Nullable Integer attempt,
            List<String> imageNames) {
        public Decision {
            imageNames = List.copyOf(imageNames);
        }

        static Decision of(PlannedImage planned) {
            return new Decision(
                    planned.imageId(),
                    planned.action(),
                    planned.reason().code(),
                    planned.reason().message(),
                    planned.warning(),
                    planned.image() == null ? null : planned.image().fingerprint(),
                    planned.action().isSubmission() ? planned.nextAttempt() : null,
                    planned.imageNames());
        }

        /** Whether another decides the same; in what words, and under which date, makes no difference. */
        boolean decidesLike(Decision other) {
            return action == other.action
                    && code == other.code
                    && Objects.equals(fingerprint, other.fingerprint)
                    && Objects.equals(attempt, other.attempt);
        }

        /** Whether it stands where now another would be made: the same, or what it waited for is there. */
        private boolean standsBefore(Decision now) {
            boolean cameToItsEnd = action == Action.WAIT && now.action == Action.NONE;
            return decidesLike(now) || (cameToItsEnd && Objects.equals(fingerprint, now.fingerprint));
        }

        @Override
        public String toString() {
            return action.id() + " (" + code.id() + (attempt == null ? "" : ", attempt " + attempt) + ")";
        }
    }

    /**
     * Keeps a plan.
     *
     * @param plan as {@link ImagePlanner#plan} made it
     * @param ledger what the planner saw
     * @param service the service that the ledger belongs to
     * @param selection what the planner was asked about
     * @param policy what the planner went by
     */
    public static SavedPlan of(
            List<PlannedImage> plan,
            LedgerContents ledger,
            Optional<String> service,
            ImageSelection selection,
            PlanPolicy policy) {
        List<Input> inputs = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (PlannedImage planned : plan) {
            @Nullable RenderedImage image = planned.image();
            if (image != null) {
                inputs.add(Input.of(image));
            }
            decisions.add(Decision.of(planned));
        }
        List<String> forced = inputs.stream()
                .map(Input::imageId)
                .filter(policy.forced()::includes)
                .toList();
        return new SavedPlan(service.orElse(null), selection, forced, policy, inputs, ledger.fingerprint(), decisions);
    }

    /** Reads back what {@link #json} wrote; empty, with the problems added, where anything is wrong with it. */
    public static Optional<SavedPlan> read(SourceFile file, Problems problems) {
        return SavedPlanReader.read(file, problems);
    }

    /** The JSON, indented, with a line feed at the end of each line on every platform. */
    public String json() {
        return SavedPlanJson.of(this);
    }

    /** A policy with the images forced that the plan forces. */
    PlanPolicy forcing(PlanPolicy base) {
        return base.forcing(policy.forced());
    }

    /** Whether versions of secrets count in the fingerprints, see {@link RenderedImages#withSecretVersions}. */
    public boolean countsSecretVersions() {
        return inputs.stream()
                .flatMap(input -> input.variables().keySet().stream())
                .anyMatch(name -> SecretReference.nameIn(name).isPresent());
    }

    /** Whether the plan submits just this. */
    boolean submits(PlannedImage planned) {
        Decision now = Decision.of(planned);
        return planned.action().isSubmission()
                && decisions.stream()
                        .anyMatch(decision -> decision.imageId().equals(now.imageId()) && decision.decidesLike(now));
    }

    /**
     * Checks that a run is on the service that the plan was made for.
     *
     * @throws StalePlanException where it is another one
     */
    public void requireService(String used) {
        if (service != null && !service.equals(used)) {
            throw new StalePlanException(List.of("it is for the service " + service + ", not for " + used));
        }
    }

    /**
     * Checks that all that went into the plan is as it was.
     *
     * @throws StalePlanException where it is not
     */
    void requireInputs(RenderedImages wanted, PlanPolicy used, Optional<String> usedService) {
        requireService(usedService.orElse("none"));
        List<String> moved = new ArrayList<>(movedPolicy(used));
        Map<String, Input> before = new HashMap<>();
        inputs.forEach(input -> before.put(input.imageId(), input));
        for (RenderedImage image : wanted.images()) {
            if (selection.includes(image.id())) {
                @Nullable Input input = before.remove(image.id());
                if (input == null) {
                    moved.add(image.id() + ": not in the plan, but defined now");
                } else if (!input.fingerprint().equals(image.fingerprint())) {
                    Reason reason = Reason.changed(
                            input.variables(), input.definitionFingerprint(), input.defaultsFingerprint(), image);
                    moved.add(image.id() + ": its payload has changed (" + reason.message() + ")");
                }
            }
        }
        before.keySet().stream().sorted().forEach(id -> moved.add(id + ": in the plan, but not defined any more"));
        require(moved);
    }

    private List<String> movedPolicy(PlanPolicy used) {
        SortedMap<String, String> now = used.decisive();
        return policy.decisive().entrySet().stream()
                .filter(choice -> !choice.getValue().equals(now.get(choice.getKey())))
                .map(choice -> "it was made with another policy: " + choice.getKey() + " is " + choice.getValue()
                        + " in the plan, and " + now.get(choice.getKey()) + " in this call (leave it to the plan)")
                .toList();
    }

    /**
     * Checks that a plan made now decides the same.
     *
     * @throws StalePlanException where it does not
     */
    void requireDecisions(List<PlannedImage> plan, LedgerContents ledger) {
        Map<String, Decision> before = new HashMap<>();
        decisions.forEach(decision -> before.put(decision.imageId(), decision));
        List<String> moved = new ArrayList<>();
        for (PlannedImage planned : plan) {
            Decision now = Decision.of(planned);
            @Nullable Decision decision = before.get(planned.imageId());
            boolean isOrphan = planned.image() == null;
            if (!isOrphan && (decision == null || !decision.standsBefore(now))) {
                String then = decision == null ? "nothing" : decision.toString();
                moved.add(planned.imageId() + ": the plan says " + then + "; now it would be " + now + ": "
                        + now.message() + shown(planned.build()));
            }
        }
        if (!moved.isEmpty()) {
            boolean same = ledgerFingerprint.equals(ledger.fingerprint());
            moved.add(same ? "the ledger is as the plan saw it" : "the ledger has changed since the plan");
        }
        require(moved);
    }

    private static String shown(@Nullable Build build) {
        return build == null ? "" : " [" + build.key() + ", " + build.state().id() + "]";
    }

    private static void require(List<String> moved) {
        if (!moved.isEmpty()) {
            throw new StalePlanException(moved);
        }
    }
}
