package dev.imagefactory.cli;

import com.azure.core.credential.TokenCredential;
import dev.imagefactory.keyvault.KeyVaultSecrets;
import dev.imagefactory.template.SecretMemory;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command uses of Azure: one credential for all services, and one vault. Both are made when they are first
 * needed, because that takes most of a second.
 */
final class Azure {
    private final SignIn signIn;
    private final @Nullable String vaultUrl;
    private final Surroundings surroundings;
    private @Nullable TokenCredential credential;
    private @Nullable KeyVaultSecrets vault;

    private Azure(SignIn signIn, @Nullable String vaultUrl, Surroundings surroundings) {
        this.signIn = signIn;
        this.vaultUrl = vaultUrl;
        this.surroundings = surroundings;
    }

    /** @param memory keeps what signs in */
    static Azure of(Settings settings, AzureOptions options, Surroundings surroundings, SecretMemory memory) {
        @Nullable
        String vaultUrl = SignIn.first(
                options.vault,
                surroundings.variable("IMAGE_FACTORY_VAULT"),
                settings.file().vault());
        if (vaultUrl != null) {
            requireVaultUrl(vaultUrl);
        }
        SignIn signIn = SignIn.of(settings, options, surroundings);
        if (signIn.clientSecret() != null) {
            memory.remember(signIn.clientSecret());
        }
        return new Azure(signIn, vaultUrl, surroundings);
    }

    private static void requireVaultUrl(String url) {
        try {
            URI uri = new URI(url);
            if ("https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawPath().matches("/?")
                    && uri.getRawQuery() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            // the message below says it
        }
        throw new UsageException("the vault is no address of a Key Vault: " + url
                + "; write it as https://NAME.vault.azure.net (--vault or IMAGE_FACTORY_VAULT)");
    }

    /** The credential for an Image Factory; empty where it wants none. */
    Optional<TokenCredential> credentialFor(String endpoint, @Nullable String resourceId) {
        return signIn.methodFor(endpoint, resourceId) == SignInMethod.NONE
                ? Optional.empty()
                : Optional.of(credential());
    }

    /** The credential for a ledger in a table, which always wants one. */
    TokenCredential credentialForTable() {
        if (signIn.method() == SignInMethod.NONE) {
            throw new UsageException("the ledger in a table wants a sign-in; choose another --authentication");
        }
        return credential();
    }

    /** The credential for a consumer in Azure DevOps, for which no token is given. */
    TokenCredential credentialForGit() {
        if (signIn.method() == SignInMethod.NONE) {
            throw new UsageException("Azure DevOps wants a sign-in; set " + GitConsumers.TOKEN
                    + " or SYSTEM_ACCESSTOKEN, or choose another --authentication");
        }
        return credential();
    }

    private synchronized TokenCredential credential() {
        if (credential == null) {
            credential = new ExplainedCredential(Credentials.of(signIn.checked()), new SignInFailures(signIn));
        }
        return credential;
    }

    /** How the credential signs in. */
    SignInMethod method() {
        return signIn.method();
    }

    boolean hasVault() {
        return vaultUrl != null;
    }

    /** The address of the vault, where there is one. */
    Optional<String> vaultUrl() {
        return Optional.ofNullable(vaultUrl);
    }

    /**
     * Looks whether the vault can be asked, as far as the settings tell.
     *
     * @throws UsageException where they do not suffice
     */
    void checkVault() {
        if (vaultUrl == null) {
            return;
        }
        if (signIn.method() == SignInMethod.NONE) {
            throw new UsageException("the vault " + vaultUrl + " wants a sign-in; choose another --authentication");
        }
        signIn.checked();
    }

    /** The vault, which must be given. */
    synchronized KeyVaultSecrets vault() {
        if (vault == null) {
            String url = Optional.ofNullable(vaultUrl).orElseThrow();
            vault = new KeyVaultSecrets(
                    KeyVaultSecrets.clientBuilder(url, credential()).buildClient(), surroundings.clock());
        }
        return vault;
    }
}
