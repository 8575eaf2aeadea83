package dev.imagefactory.template;

/** A source of secret values, asked at submission and never before. */
@FunctionalInterface
public interface SecretResolver {
    /**
     * The value of a secret.
     *
     * @param name the name without the {@code kv_} prefix
     * @throws MissingSecretException where there is no such secret; its message must not hold any secret's value
     * @throws SecretStoreException where no secret at all can be had; neither must its message
     */
    String resolve(String name);
}
