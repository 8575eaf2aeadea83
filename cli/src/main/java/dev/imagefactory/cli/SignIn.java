package dev.imagefactory.cli;

import com.azure.identity.AzureAuthorityHosts;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is given for signing in to Azure, and the method that follows from it.
 *
 * @param given the method asked for
 * @param surroundings whose environment holds what a platform sets for its own way to sign in
 */
record SignIn(
        SignInMethod given,
        @Nullable String tenantId,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable String serviceConnectionId,
        Surroundings surroundings) {

    static final String SERVICE_CONNECTION_ID =
            "the service connection id (--service-connection-id or AZURESUBSCRIPTION_SERVICE_CONNECTION_ID)";
    static final String RESOURCE_ID = "the resource id (--resource-id or IMAGE_FACTORY_RESOURCE_ID)";
    static final String SYSTEM_ACCESSTOKEN =
            "SYSTEM_ACCESSTOKEN (set it in the step: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken))";
    static final String FEDERATED_TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";

    static SignIn of(Settings settings, AzureOptions options, Surroundings surroundings) {
        SettingsFile file = settings.file();
        return new SignIn(
                Optional.ofNullable(options.authentication)
                        .or(() -> Optional.ofNullable(file.authentication()))
                        .map(SignInMethod::of)
                        .orElse(SignInMethod.AUTO),
                first(options.tenantId, surroundings.variable("IMAGE_FACTORY_TENANT_ID"), file.tenantId()),
                first(options.clientId, surroundings.variable("IMAGE_FACTORY_CLIENT_ID"), file.clientId()),
                secret(options.clientSecretFile, surroundings)
                        .or(() -> surroundings.variable("IMAGE_FACTORY_CLIENT_SECRET"))
                        .orElse(null),
                first(
                        options.serviceConnectionId,
                        surroundings.variable("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"),
                        file.serviceConnectionId()),
                surroundings);
    }

    /** A setting by its precedence: option, environment, file. */
    static @Nullable String first(@Nullable String option, Optional<String> variable, @Nullable String inFile) {
        return Optional.ofNullable(option).or(() -> variable).orElse(inFile);
    }

    private static Optional<String> secret(@Nullable String file, Surroundings surroundings) {
        if (file == null) {
            return Optional.empty();
        }
        Path path = surroundings.workingDirectory().resolve(file);
        try {
            return Optional.of(Files.readString(path).strip());
        } catch (IOException e) {
            throw new UsageException("the file of the client secret, " + file + ", cannot be read (" + e + ")");
        }
    }

    /**
     * The method. Where none is asked for, it follows from the settings alone, so that the same settings mean the same
     * identity on every machine: first what is given to this program, then what a platform sets, then the chain.
     */
    SignInMethod method() {
        if (given != SignInMethod.AUTO) {
            return given;
        }
        if (clientSecret != null) {
            return SignInMethod.CLIENT_SECRET;
        }
        if (serviceConnectionId != null) {
            return SignInMethod.AZURE_PIPELINES;
        }
        if (federatedTokenFile().isPresent()) {
            return SignInMethod.WORKLOAD_IDENTITY;
        }
        return tenantId != null || clientId != null ? SignInMethod.CLIENT_SECRET : SignInMethod.DEFAULT;
    }

    /** The method for an Image Factory, which needs no token on loopback unless a resource id says what for. */
    SignInMethod methodFor(String endpoint, @Nullable String resourceId) {
        if (given == SignInMethod.AUTO && resourceId == null && isLoopback(endpoint)) {
            return SignInMethod.NONE;
        }
        if (given == SignInMethod.NONE && !isLoopback(endpoint)) {
            throw new UsageException("only a service on this machine can be used without signing in; choose another"
                    + " --authentication for " + endpoint);
        }
        return method();
    }

    static boolean isLoopback(String endpoint) {
        String host = String.valueOf(URI.create(endpoint).getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** The tenant, as given to this program or as the method's platform sets it. */
    Optional<String> tenant() {
        return Optional.ofNullable(tenantId).or(() -> ofPlatform("TENANT_ID"));
    }

    /** The application or identity, as given to this program or as the method's platform sets it. */
    Optional<String> client() {
        return Optional.ofNullable(clientId).or(() -> ofPlatform("CLIENT_ID"));
    }

    private Optional<String> ofPlatform(String name) {
        return platformVariable(name).flatMap(surroundings::variable);
    }

    private Optional<String> platformVariable(String name) {
        return switch (method()) {
            case AZURE_PIPELINES -> Optional.of("AZURESUBSCRIPTION_" + name);
            case WORKLOAD_IDENTITY, DEFAULT -> Optional.of("AZURE_" + name);
            default -> Optional.empty();
        };
    }

    /** What messages call the tenant id: with all that the method takes it from. */
    String tenantSetting() {
        return "the tenant id (" + sources("--tenant-id", "TENANT_ID") + ")";
    }

    /** What messages call the client id. */
    String clientSetting() {
        return "the client id (" + sources("--client-id", "CLIENT_ID") + ")";
    }

    private String sources(String option, String name) {
        String own = "IMAGE_FACTORY_" + name;
        return platformVariable(name)
                .map(variable -> option + ", " + own + " or " + variable)
                .orElse(option + " or " + own);
    }

    /** What messages call the client secret, of which the chain has its own. */
    String secretSetting() {
        return method() == SignInMethod.DEFAULT
                ? "the client secret (AZURE_CLIENT_SECRET)"
                : "the client secret (--client-secret-file or IMAGE_FACTORY_CLIENT_SECRET)";
    }

    Optional<String> federatedTokenFile() {
        return surroundings.variable(FEDERATED_TOKEN_FILE);
    }

    /** The token of a pipeline's job, by which it asks for that of its service connection. */
    Optional<String> systemAccessToken() {
        return surroundings.variable("SYSTEM_ACCESSTOKEN");
    }

    /** The address of the sign-in service. */
    String authorityHost() {
        return surroundings.variable("AZURE_AUTHORITY_HOST").orElse(AzureAuthorityHosts.AZURE_PUBLIC_CLOUD);
    }

    /**
     * Looks whether all that the method needs is there.
     *
     * @throws UsageException naming the first that is missing
     */
    SignIn checked() {
        Map<String, Optional<String>> needed = new LinkedHashMap<>();
        switch (method()) {
            case CLIENT_SECRET -> {
                needed.put(tenantSetting(), tenant());
                needed.put(clientSetting(), client());
                needed.put(secretSetting(), Optional.ofNullable(clientSecret));
            }
            case AZURE_PIPELINES -> {
                needed.put(tenantSetting(), tenant());
                needed.put(clientSetting(), client());
                needed.put(SERVICE_CONNECTION_ID, Optional.ofNullable(serviceConnectionId));
                needed.put(SYSTEM_ACCESSTOKEN, systemAccessToken());
                needed.put(
                        "SYSTEM_OIDCREQUESTURI (set in jobs of Azure Pipelines)",
                        surroundings.variable("SYSTEM_OIDCREQUESTURI"));
            }
            case WORKLOAD_IDENTITY -> {
                needed.put(tenantSetting(), tenant());
                needed.put(clientSetting(), client());
                needed.put(FEDERATED_TOKEN_FILE, federatedTokenFile());
            }
            default -> {}
        }
        needed.forEach((name, value) -> {
            if (value.filter(text -> !text.isBlank()).isEmpty()) {
                throw new UsageException("to sign in by " + method().id() + ", " + name + " is missing");
            }
        });
        requireHttps(authorityHost());
        return this;
    }

    private static void requireHttps(String authorityHost) {
        try {
            URI uri = new URI(authorityHost);
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // the message below says it
        }
        throw new UsageException("AZURE_AUTHORITY_HOST is no https address: " + authorityHost);
    }

    /** Without the secret and the environment. */
    @Override
    public String toString() {
        return "SignIn[" + method().id() + ", tenant " + tenantId + ", client " + clientId + "]";
    }
}
