package dev.imagefactory.cli;

import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.SecretResolver;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Secrets from environment variables: {@code kv_my-pat} is the value of {@code KV_MY_PAT}.
 *
 * <p>For an embedded Image Factory, which builds nothing, a missing one is replaced by a placeholder, and people are
 * told.
 */
final class EnvironmentSecrets implements SecretResolver {
    private final Map<String, String> environment;
    private final boolean placeholders;
    private final Console console;
    private final Set<String> replaced = new HashSet<>();

    EnvironmentSecrets(Map<String, String> environment, boolean placeholders, Console console) {
        this.environment = environment;
        this.placeholders = placeholders;
        this.console = console;
    }

    @Override
    public String resolve(String name) {
        String variable = variableOf(name);
        @Nullable String value = environment.get(variable);
        if (value != null && !value.isEmpty()) {
            return value;
        }
        if (!placeholders) {
            throw new MissingSecretException(name, "set the environment variable " + variable);
        }
        if (replaced.add(name)) {
            console.note("the secret '" + name + "' has no value (" + variable
                    + " is not set); the emulator gets a placeholder");
        }
        return "placeholder-for-" + name;
    }

    static String variableOf(String secretName) {
        return "KV_" + secretName.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
