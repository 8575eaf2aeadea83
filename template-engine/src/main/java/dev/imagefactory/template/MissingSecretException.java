package dev.imagefactory.template;

/** Says that a secret has no value that may be used, and how to give it one. */
public final class MissingSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param name the secret's name without prefix
     * @param nextStep how to give it a value, in one sentence without a full stop
     */
    public MissingSecretException(String name, String nextStep) {
        this(name, "has no value", nextStep);
    }

    /**
     * @param name the secret's name without prefix
     * @param state what is the matter with it, to follow its name: {@code "is disabled"}
     * @param nextStep how to give it a value, in one sentence without a full stop
     */
    public MissingSecretException(String name, String state, String nextStep) {
        super("the secret '" + name + "' " + state + "; " + nextStep);
    }
}
