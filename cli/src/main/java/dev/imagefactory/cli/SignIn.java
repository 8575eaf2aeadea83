package dev.imagefactory.cli;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How this program signs in to the service: the four known settings, or azure-identity's default chain. */
record SignIn(
        String method,
        @Nullable String tenantId,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable String resourceId) {
    private static final List<String> METHODS = List.of("auto", "client-secret", "default", "none");

    static SignIn of(Settings settings, ServiceOptions options, Surroundings surroundings) {
        SettingsFile file = settings.file();
        String method = Optional.ofNullable(options.authentication)
                .or(() -> Optional.ofNullable(file.authentication()))
                .orElse("auto");
        if (!METHODS.contains(method)) {
            throw new UsageException(
                    "'" + method + "' is no way to sign in; choose one of " + String.join(", ", METHODS));
        }
        return new SignIn(
                method,
                first(options.tenantId, surroundings.variable("IMAGE_FACTORY_TENANT_ID"), file.tenantId()),
                first(options.clientId, surroundings.variable("IMAGE_FACTORY_CLIENT_ID"), file.clientId()),
                secret(options.clientSecretFile, surroundings)
                        .or(() -> surroundings.variable("IMAGE_FACTORY_CLIENT_SECRET"))
                        .orElse(null),
                first(options.resourceId, surroundings.variable("IMAGE_FACTORY_RESOURCE_ID"), file.resourceId()));
    }

    private static @Nullable String first(@Nullable String option, Optional<String> variable, @Nullable String inFile) {
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

    /** The credential for an endpoint; empty where none is wanted, which only a service on loopback takes. */
    Optional<TokenCredential> credential(String endpoint) {
        return switch (method) {
            case "none" -> none(endpoint);
            case "client-secret" -> Optional.of(clientSecretCredential());
            case "default" -> Optional.of(new DefaultAzureCredentialBuilder().build());
            default -> automatic(endpoint);
        };
    }

    private static Optional<TokenCredential> none(String endpoint) {
        if (!isLoopback(endpoint)) {
            throw new UsageException("only a service on this machine can be used without signing in; choose another"
                    + " --authentication for " + endpoint);
        }
        return Optional.empty();
    }

    private Optional<TokenCredential> automatic(String endpoint) {
        if (tenantId != null || clientId != null || clientSecret != null) {
            return Optional.of(clientSecretCredential());
        }
        if (resourceId == null && isLoopback(endpoint)) {
            return Optional.empty();
        }
        return Optional.of(new DefaultAzureCredentialBuilder().build());
    }

    private TokenCredential clientSecretCredential() {
        Map<String, @Nullable String> settings = new LinkedHashMap<>();
        settings.put("tenant id (--tenant-id or IMAGE_FACTORY_TENANT_ID)", tenantId);
        settings.put("client id (--client-id or IMAGE_FACTORY_CLIENT_ID)", clientId);
        settings.put("client secret (--client-secret-file or IMAGE_FACTORY_CLIENT_SECRET)", clientSecret);
        settings.forEach((name, value) -> {
            if (value == null || value.isBlank()) {
                throw new UsageException("to sign in with a client secret the " + name + " is missing");
            }
        });
        return new ClientSecretCredentialBuilder()
                .tenantId(tenantId)
                .clientId(clientId)
                .clientSecret(clientSecret)
                .build();
    }

    /** What tokens are asked for. */
    String scope() {
        if (resourceId == null || resourceId.isBlank()) {
            throw new UsageException("to sign in the resource id (--resource-id or IMAGE_FACTORY_RESOURCE_ID) is"
                    + " missing; it names the service that the token is for");
        }
        return resourceId + "/.default";
    }

    private static boolean isLoopback(String endpoint) {
        String host = String.valueOf(URI.create(endpoint).getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SignIn[" + method + ", tenant " + tenantId + ", client " + clientId + ", resource " + resourceId + "]";
    }
}
