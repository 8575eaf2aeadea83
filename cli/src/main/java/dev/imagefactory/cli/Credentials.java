package dev.imagefactory.cli;

import com.azure.core.credential.TokenCredential;
import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.AzureAuthorityHosts;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.AzurePipelinesCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Where credentials of azure-identity are made. Nothing else names its builders, which take their time to load. */
final class Credentials {
    private static final List<String> PUBLIC_AUTHORITIES = Stream.of(
                    AzureAuthorityHosts.AZURE_PUBLIC_CLOUD,
                    AzureAuthorityHosts.AZURE_GOVERNMENT,
                    AzureAuthorityHosts.AZURE_CHINA)
            .map(Credentials::hostOf)
            .toList();

    private final SignIn signIn;
    private final Configuration configuration;

    private Credentials(SignIn signIn) {
        this.signIn = signIn;
        this.configuration = configuration(signIn.surroundings().environment());
    }

    /** The credential of a method that is neither {@code auto} nor {@code none}, its settings being complete. */
    static TokenCredential of(SignIn signIn) {
        return new Credentials(signIn).credential();
    }

    private TokenCredential credential() {
        return switch (signIn.method()) {
            case CLIENT_SECRET ->
                ofApplication(new ClientSecretCredentialBuilder())
                        .clientSecret(signIn.clientSecret())
                        .build();
            case AZURE_PIPELINES ->
                ofApplication(new AzurePipelinesCredentialBuilder())
                        .serviceConnectionId(signIn.serviceConnectionId())
                        .systemAccessToken(signIn.systemAccessToken().orElseThrow())
                        .build();
            case WORKLOAD_IDENTITY ->
                ofApplication(new WorkloadIdentityCredentialBuilder())
                        .tokenFilePath(signIn.federatedTokenFile().orElseThrow())
                        .build();
            case MANAGED_IDENTITY -> {
                ManagedIdentityCredentialBuilder builder =
                        new ManagedIdentityCredentialBuilder().configuration(configuration);
                signIn.client().ifPresent(builder::clientId);
                yield builder.build();
            }
            case AZURE_CLI -> {
                AzureCliCredentialBuilder builder = new AzureCliCredentialBuilder().configuration(configuration);
                signIn.tenant().ifPresent(builder::tenantId);
                yield builder.build();
            }
            case DEFAULT -> chain();
            case AUTO, NONE -> throw new IllegalStateException(signIn.method() + " has no credential");
        };
    }

    private <B extends AadCredentialBuilderBase<B>> B ofApplication(B builder) {
        builder.configuration(configuration)
                .tenantId(signIn.tenant().orElseThrow())
                .clientId(signIn.client().orElseThrow());
        return isPublic(signIn.authorityHost()) ? builder : builder.disableInstanceDiscovery();
    }

    private TokenCredential chain() {
        DefaultAzureCredentialBuilder builder = new DefaultAzureCredentialBuilder().configuration(configuration);
        signIn.tenant().ifPresent(builder::tenantId);
        signIn.client().ifPresent(builder::managedIdentityClientId);
        return isPublic(signIn.authorityHost())
                ? builder.build()
                : builder.disableInstanceDiscovery().build();
    }

    /** Whether Microsoft's list of sign-in services holds this one; a private one would be looked up there in vain. */
    private static boolean isPublic(String authorityHost) {
        return PUBLIC_AUTHORITIES.contains(hostOf(authorityHost));
    }

    private static String hostOf(String url) {
        return String.valueOf(URI.create(url).getHost()).toLowerCase(Locale.ROOT);
    }

    /** The environment as azure-core reads it. */
    private static Configuration configuration(Map<String, String> environment) {
        return new ConfigurationBuilder(path -> Map.of(), path -> Map.of(), path -> environment).build();
    }
}
