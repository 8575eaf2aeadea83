package dev.imagefactory.cli;

import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.SecretMemory;
import dev.imagefactory.template.SecretResolver;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets from environment variables: {@code kv_my-pat} is the value of {@code KV_MY_PAT}.
 *
 * <p>For an embedded Image Factory, which builds nothing, a missing one is replaced by a placeholder, and people are
 * told.
 */
final class EnvironmentSecrets implements SecretResolver {
    private static final String PREFIX = "KV_";

    /** The variables by which people and platforms give what signs in. */
    private static final Set<String> SIGN_IN = Set.of(
            "IMAGE_FACTORY_CLIENT_SECRET",
            "AZURE_CLIENT_SECRET",
            "AZURE_PASSWORD",
            "SYSTEM_ACCESSTOKEN",
            "GITHUB_TOKEN",
            GitConsumers.TOKEN,
            Ledgers.CONNECTION_STRING);

    /** The parts of a connection string that are secret by themselves. */
    private static final Pattern KEY = Pattern.compile("(?i)(?:AccountKey|SharedAccessSignature)=([^;]+)");

    private final Map<String, String> environment;
    private final boolean placeholders;
    private final Console console;
    private final Set<String> replaced = ConcurrentHashMap.newKeySet();

    EnvironmentSecrets(Map<String, String> environment, boolean placeholders, Console console) {
        this.environment = environment;
        this.placeholders = placeholders;
        this.console = console;
    }

    /** Whether the variable of a secret is set. */
    boolean holds(String name) {
        return !environment.getOrDefault(variableOf(name), "").isEmpty();
    }

    @Override
    public String resolve(String name) {
        String variable = variableOf(name);
        @Nullable String value = environment.get(variable);
        if (value != null && !value.isEmpty()) {
            return value;
        }
        if (!placeholders) {
            throw new MissingSecretException(
                    name, "set the environment variable " + variable + ", or name the vault that has it (--vault)");
        }
        if (replaced.add(name)) {
            console.note("the secret '" + name + "' has no value (" + variable
                    + " is not set); the emulator gets a placeholder");
        }
        return "placeholder-for-" + name;
    }

    /** A memory of all that an environment holds of secrets, whatever for: none of it may come back. */
    static SecretMemory memory(Map<String, String> environment) {
        SecretMemory memory = new SecretMemory();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) || SIGN_IN.contains(variable)) {
                memory.remember(value);
            }
        });
        KEY.matcher(environment.getOrDefault(Ledgers.CONNECTION_STRING, ""))
                .results()
                .forEach(key -> memory.remember(key.group(1)));
        return memory;
    }

    static String variableOf(String secretName) {
        return PREFIX + secretName.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
