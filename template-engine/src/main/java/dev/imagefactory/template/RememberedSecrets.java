package dev.imagefactory.template;

/**
 * Secrets that are remembered once resolved, so that their values can be taken out of texts that come back.
 *
 * <p>Safe for concurrent use where the resolver behind it is.
 */
public final class RememberedSecrets implements SecretResolver {
    private final SecretResolver source;
    private final SecretMemory memory;

    /** @param source knows the values */
    public RememberedSecrets(SecretResolver source) {
        this(source, new SecretMemory());
    }

    /**
     * @param source knows the values
     * @param memory keeps them, beside others
     */
    public RememberedSecrets(SecretResolver source, SecretMemory memory) {
        this.source = source;
        this.memory = memory;
    }

    /** The secrets of a source; the source itself where it remembers already. */
    public static RememberedSecrets over(SecretResolver source) {
        return source instanceof RememberedSecrets remembered ? remembered : new RememberedSecrets(source);
    }

    /** The value that the source gives, which is remembered from then on unless it is blank. */
    @Override
    public String resolve(String name) {
        String value = source.resolve(name);
        memory.remember(value);
        return value;
    }

    /** A text without the remembered values, as {@link SecretMemory#hide} takes them out. */
    public String hide(String text) {
        return memory.hide(text);
    }
}
