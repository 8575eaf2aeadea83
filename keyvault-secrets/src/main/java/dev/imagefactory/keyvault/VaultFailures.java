package dev.imagefactory.keyvault;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.SecretStoreException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a vault gives out no value, in words that say what to do next.
 *
 * <p>Of what the vault itself says only error codes and the ids of the caller are repeated: they cannot hold a secret
 * or a token.
 */
final class VaultFailures {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{1,60}");
    private static final Pattern TOKEN_CODE = Pattern.compile("AKV\\d+");
    private static final Pattern CALLER = Pattern.compile("\\b(appid|oid)=([0-9a-fA-F-]{36})\\b");
    private static final int LONGEST_REASON = 500;

    private final String vault;
    private final String name;

    /** @param vault its URL */
    VaultFailures(String vault) {
        this.vault = vault.replaceAll("/+$", "");
        String host = String.valueOf(URI.create(vault).getHost());
        this.name = host.replaceFirst("\\..*", "");
    }

    MissingSecretException disabled(String secret) {
        return missing(secret, "is disabled in", az("secret set-attributes", secret) + " --enabled true");
    }

    MissingSecretException expired(String secret, Instant expiry) {
        return missing(secret, "has expired at " + expiry + " in", newValue(secret));
    }

    MissingSecretException notYetValid(String secret, Instant start) {
        return missing(
                secret,
                "is not valid before " + start + " in",
                az("secret set-attributes", secret) + " --not-before DATE, or wait");
    }

    MissingSecretException empty(String secret) {
        return missing(secret, "is empty in", newValue(secret));
    }

    private MissingSecretException missing(String secret, String state, String nextStep) {
        return new MissingSecretException(secret, state + " the vault " + vault, nextStep);
    }

    private String newValue(String secret) {
        return az("secret set", secret) + " --file FILE";
    }

    private String az(String command, String secret) {
        return "az keyvault " + command + " --vault-name " + name + " --name " + secret;
    }

    /** What a failed call means: {@link MissingSecretException} or {@link SecretStoreException}. */
    RuntimeException explain(String secret, RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException refused && refused.getResponse() != null) {
                return refused(secret, refused);
            }
            if (cause instanceof ClientAuthenticationException noToken) {
                return store(secret, "no token could be had: " + reason(noToken), "check how you sign in", failure);
            }
        }
        Throwable root = rootOf(failure);
        return store(
                secret,
                "no answer came (" + root.getClass().getSimpleName() + ": " + reason(root) + ")",
                "check its address and the network",
                failure);
    }

    private RuntimeException refused(String secret, HttpResponseException refused) {
        int status = refused.getResponse().getStatusCode();
        VaultError error = VaultError.of(refused.getValue());
        return switch (status) {
            case 401 ->
                store(
                        secret,
                        "it refuses the token" + inBrackets(error.tokenCode()),
                        "sign in to the tenant of the vault: az keyvault show --name " + name
                                + " --query properties.tenantId",
                        refused);
            case 403 -> forbidden(secret, error, refused);
            case 404 ->
                error.code().equals("SecretNotFound")
                        ? missing(secret, "is not in", newValue(secret))
                        : store(secret, "it answers as no Key Vault does (404)", "check its address", refused);
            case 429 -> store(secret, "it asks for fewer requests (429)", "run again later", refused);
            default ->
                store(
                        secret,
                        "it answers " + status + inBrackets(error.code()),
                        "run again later; if it stays so, check its address",
                        refused);
        };
    }

    private RuntimeException forbidden(String secret, VaultError error, HttpResponseException refused) {
        return switch (error.code()) {
            case "SecretDisabled" -> disabled(secret);
            case "ForbiddenByRbac" ->
                store(
                        secret,
                        mayNot(error),
                        "az role assignment create --role \"Key Vault Secrets User\" --assignee " + error.objectId()
                                + " --scope \"$(az keyvault show --name " + name
                                + " --query id --output tsv)\", which takes some minutes to work",
                        refused);
            case "ForbiddenByPolicy" ->
                store(
                        secret,
                        mayNot(error),
                        "az keyvault set-policy --name " + name + " --secret-permissions get --object-id "
                                + error.objectId(),
                        refused);
            case "ForbiddenByFirewall", "ForbiddenByConnection" ->
                store(
                        secret,
                        "its firewall keeps this machine out (" + error.code() + ")",
                        "az keyvault network-rule add --name " + name
                                + " --ip-address ADDRESS, or run where the vault's network is",
                        refused);
            default ->
                store(
                        secret,
                        mayNot(error),
                        "give it the role \"Key Vault Secrets User\", and see whether the vault's firewall lets this"
                                + " machine in",
                        refused);
        };
    }

    private static String mayNot(VaultError error) {
        return "this identity" + inBrackets(error.caller()) + " may not read secrets" + inBrackets(error.code());
    }

    private SecretStoreException store(String secret, String what, String nextStep, Throwable cause) {
        return new SecretStoreException(
                "the vault " + vault + " does not give out the secret '" + secret + "': " + what + "; " + nextStep,
                cause);
    }

    private static String inBrackets(String text) {
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String reason(Throwable cause) {
        String line = String.valueOf(cause.getMessage()).replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
    }

    /**
     * What an error body says: {@code {"error": {"code", "message", "innererror": {"code"}}}}.
     *
     * @param code the innermost, or empty
     */
    private record VaultError(String code, String message) {
        static VaultError of(@Nullable Object body) {
            Object error = member(body, "error");
            Object inner = member(member(error, "innererror"), "code");
            String code = String.valueOf(inner == NONE ? member(error, "code") : inner);
            return new VaultError(CODE.matcher(code).matches() ? code : "", String.valueOf(member(error, "message")));
        }

        private static final Object NONE = "";

        private static Object member(@Nullable Object object, String name) {
            @Nullable Object value = object instanceof Map<?, ?> map ? map.get(name) : null;
            return value == null ? NONE : value;
        }

        String tokenCode() {
            Matcher found = TOKEN_CODE.matcher(message);
            return found.find() ? found.group() : code;
        }

        String caller() {
            return String.join(
                    ", ",
                    CALLER.matcher(message)
                            .results()
                            .map(found -> found.group())
                            .toList());
        }

        String objectId() {
            return CALLER.matcher(message)
                    .results()
                    .filter(found -> found.group(1).equals("oid"))
                    .map(found -> found.group(2))
                    .findFirst()
                    .orElse("OBJECT-ID");
        }
    }
}
