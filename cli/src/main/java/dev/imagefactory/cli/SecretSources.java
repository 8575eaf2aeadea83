package dev.imagefactory.cli;

import dev.imagefactory.keyvault.KeyVaultSecrets;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.SecretMemory;
import dev.imagefactory.template.SecretResolver;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Where secrets come from: the environment variable of a secret where it is set, else the vault where there is one. */
final class SecretSources implements SecretResolver {
    /** The version of a secret whose value is in the environment, which knows no versions. */
    static final String ENVIRONMENT = "environment";

    /** The version of a secret without a value; a run tells the reason, which a plan need not know. */
    static final String MISSING = "missing";

    private final EnvironmentSecrets environment;
    private final Optional<Supplier<KeyVaultSecrets>> vault;

    private SecretSources(EnvironmentSecrets environment, Optional<Supplier<KeyVaultSecrets>> vault) {
        this.environment = environment;
        this.vault = vault;
    }

    /**
     * @param embedded whether the secrets are for an Image Factory in this process: it builds nothing, so it gets
     *     placeholders, and no vault is asked
     * @throws UsageException where the settings do not suffice to ask the vault
     */
    static SecretSources of(Azure azure, boolean embedded, Surroundings surroundings, Console console) {
        EnvironmentSecrets environment = new EnvironmentSecrets(surroundings.environment(), embedded, console);
        if (embedded || !azure.hasVault()) {
            return new SecretSources(environment, Optional.empty());
        }
        azure.checkVault();
        return new SecretSources(environment, Optional.of(azure::vault));
    }

    @Override
    public String resolve(String name) {
        return environment.holds(name) || vault.isEmpty()
                ? environment.resolve(name)
                : vault.get().get().resolve(name);
    }

    /** Whether the environment has a value for each of some secrets. */
    boolean areInEnvironment(Collection<String> names) {
        return names.stream().allMatch(environment::holds);
    }

    /** When a secret of the vault expires; empty where that is not known, as of one from the environment. */
    Optional<Instant> expiry(String name) {
        return environment.holds(name)
                ? Optional.empty()
                : vault.flatMap(secrets -> secrets.get().expiry(name));
    }

    /**
     * The version of a secret's value; there must be a vault.
     *
     * @param memory keeps the value, which comes with the version
     */
    String version(String name, SecretMemory memory) {
        if (environment.holds(name)) {
            return ENVIRONMENT;
        }
        try {
            KeyVaultSecrets secrets = vault.orElseThrow().get();
            memory.remember(secrets.resolve(name));
            return secrets.version(name);
        } catch (MissingSecretException e) {
            return MISSING;
        }
    }
}
