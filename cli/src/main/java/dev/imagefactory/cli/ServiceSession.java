package dev.imagefactory.cli;

import com.azure.core.http.policy.RetryOptions;
import dev.imagefactory.client.ImageFactoryClient;
import dev.imagefactory.client.ImageFactoryClientBuilder;
import dev.imagefactory.client.models.ServiceContract;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildRunner;
import dev.imagefactory.planner.ImageBuilder;
import dev.imagefactory.planner.RunEnvironment;
import dev.imagefactory.planner.RunPolicy;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.RememberedSecrets;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.SecretMemory;
import dev.imagefactory.template.SecretResolver;
import dev.imagefactory.template.SecretStoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A connection to an Image Factory, which may be one inside this process. */
final class ServiceSession implements AutoCloseable {
    /** What a ledger calls every embedded Image Factory, whatever port it got. */
    private static final String EMBEDDED = "the embedded emulator";

    /**
     * The second half of a lease is left to the answer to the last try, for which the client waits 70 s: 10 s to
     * connect, and 60 s to answer. The rest is for clocks that differ.
     */
    private static final Duration SHORTEST_LEASE = Duration.ofMinutes(3);

    private final String name;
    private final boolean local;
    private final ImageFactoryClient client;
    private final ServiceContract.RequestIds requestIds;
    private final RememberedSecrets secrets;
    private final Surroundings surroundings;
    private final @Nullable ImageFactoryEmulator emulator;

    private ServiceSession(
            String name,
            boolean local,
            ImageFactoryClient client,
            ServiceContract.RequestIds requestIds,
            RememberedSecrets secrets,
            Surroundings surroundings,
            @Nullable ImageFactoryEmulator emulator) {
        this.name = name;
        this.local = local;
        this.client = client;
        this.requestIds = requestIds;
        this.secrets = secrets;
        this.surroundings = surroundings;
        this.emulator = emulator;
    }

    /**
     * @param memory keeps the secrets that are asked for; others may come back, too
     * @param retries how often is tried again; null as the client does by itself
     */
    static ServiceSession open(
            Settings settings,
            ServiceOptions options,
            Azure azure,
            Surroundings surroundings,
            Console console,
            SecretMemory memory,
            @Nullable RetryOptions retries) {
        RememberedSecrets secrets =
                new RememberedSecrets(SecretSources.of(azure, options.emulator, surroundings, console), memory);
        ImageFactoryClientBuilder builder = new ImageFactoryClientBuilder()
                .clock(surroundings.clock())
                .pause(duration -> {
                    surroundings.stop().await(duration);
                    return !surroundings.stop().isStopped();
                })
                .retryOptions(retries)
                .hiding(memory::hide);
        if (options.emulator) {
            if (options.endpoint != null) {
                throw new UsageException("--emulator and --endpoint name two services; give one of them");
            }
            Path data = surroundings.workingDirectory().resolve(options.emulatorData);
            ImageFactoryEmulator emulator = options.behaviour.start(data, 0, surroundings.clock());
            ImageFactoryClient client = builder.endpoint(emulator.endpoint().toString())
                    .retryUnknownCreations(false)
                    .buildClient();
            return new ServiceSession(
                    EMBEDDED, true, client, ServiceContract.defaults().requestIds(), secrets, surroundings, emulator);
        }
        String endpoint = endpoint(settings, options, surroundings);
        try {
            builder.endpoint(endpoint);
            ServiceContract contract = contract(settings, options, surroundings).orElse(ServiceContract.defaults());
            // Whether a creation may be repeated is for the runner to decide, unless it is known to be safe.
            builder.serviceContract(contract)
                    .retryUnknownCreations(contract.requestIds() == ServiceContract.RequestIds.HONOURED);
            @Nullable String resourceId = resourceId(settings, options, surroundings);
            azure.credentialFor(endpoint, resourceId)
                    .ifPresent(credential -> builder.credential(credential).scope(scope(resourceId)));
            return new ServiceSession(
                    nameOf(endpoint),
                    SignIn.isLoopback(endpoint),
                    builder.buildClient(),
                    contract.requestIds(),
                    secrets,
                    surroundings,
                    null);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The address of a service outside this process. */
    static String endpoint(Settings settings, ServiceOptions options, Surroundings surroundings) {
        return Optional.ofNullable(options.endpoint)
                .or(() -> surroundings.variable("IMAGE_FACTORY_ENDPOINT"))
                .or(() -> Optional.ofNullable(settings.file().endpoint()))
                .orElseThrow(() -> new UsageException("which Image Factory? give --endpoint URL, or endpoint in the"
                        + " configuration file, or --emulator to try things out"));
    }

    static @Nullable String resourceId(Settings settings, ServiceOptions options, Surroundings surroundings) {
        return SignIn.first(
                options.resourceId,
                surroundings.variable("IMAGE_FACTORY_RESOURCE_ID"),
                settings.file().resourceId());
    }

    /** What tokens are asked for. */
    static String scope(@Nullable String resourceId) {
        if (resourceId == null || resourceId.isBlank()) {
            throw new UsageException(
                    "to sign in " + SignIn.RESOURCE_ID + " is missing; it names the service that the token is for");
        }
        return resourceId + "/.default";
    }

    private static Optional<ServiceContract> contract(
            Settings settings, ServiceOptions options, Surroundings surroundings) {
        @Nullable
        Path file = options.contract == null
                ? settings.file().contract()
                : surroundings.workingDirectory().resolve(options.contract);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServiceContract.fromJson(Files.readString(file)));
        } catch (IOException e) {
            throw new UsageException("the contract " + settings.shown(file) + " cannot be read (" + e + ")");
        } catch (IllegalArgumentException e) {
            throw new UsageException("the contract " + settings.shown(file) + " is wrong: " + e.getMessage());
        }
    }

    /** What ledgers call the service that the options name. */
    static String nameOf(Settings settings, ServiceOptions options, Surroundings surroundings) {
        if (options.emulator) {
            return EMBEDDED;
        }
        String endpoint = endpoint(settings, options, surroundings);
        try {
            new ImageFactoryClientBuilder().endpoint(endpoint);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return nameOf(endpoint);
    }

    /** The endpoint as a ledger calls it: the same for all spellings that lead to one service. */
    private static String nameOf(String endpoint) {
        URI uri = URI.create(endpoint);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String defaultPort = scheme.equals("https") ? ":443$" : ":80$";
        String authority = uri.getAuthority().toLowerCase(Locale.ROOT).replaceFirst(defaultPort, "");
        return scheme + "://" + authority + uri.getRawPath().replaceAll("/+$", "");
    }

    /** Whether the service is one inside this process. */
    boolean isEmbedded() {
        return emulator != null;
    }

    /** The service as the planner's runner needs it. */
    ImageBuilder imageBuilder() {
        return imageBuilder(secrets::hide);
    }

    /** @param hiding what becomes of the service's words */
    ImageBuilder imageBuilder(UnaryOperator<String> hiding) {
        return new FactoryImageBuilder(client, requestIds, hiding);
    }

    /** The service as it is, to look whether it keeps its contract. */
    ImageFactoryClient client() {
        return client;
    }

    SecretResolver secrets() {
        return secrets;
    }

    /**
     * Learns all secrets of images, which the service may repeat wherever it speaks; empty where that was done, else
     * why it could not be. One inside this process got no secret of a vault.
     */
    Optional<String> unknownSecret(RenderedImages images) {
        if (isEmbedded()) {
            return Optional.empty();
        }
        if (images.hasErrors()) {
            return Optional.of("the definitions that name it have errors (imagefactory validate tells them)");
        }
        try {
            images.images().stream()
                    .flatMap(image -> image.secrets().stream())
                    .distinct()
                    .forEach(secrets::resolve);
            return Optional.empty();
        } catch (MissingSecretException | SecretStoreException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The log of a job, without the secrets that are known. */
    String log(String trackingId) {
        return secrets.hide(new String(client.getImageLog(trackingId).toBytes(), StandardCharsets.UTF_8));
    }

    /** A text without the secrets that are known. */
    String hidden(String text) {
        return secrets.hide(text);
    }

    /** What ledgers and plans call the service. */
    String name() {
        return name;
    }

    /** A runner over a ledger, which is bound to this service. */
    BuildRunner runner(BuildLedger ledger, RunPolicy limits) {
        if (!local && limits.lease().compareTo(SHORTEST_LEASE) < 0) {
            throw new UsageException("--lease is " + limits.lease().toSeconds() + " s; give at least "
                    + SHORTEST_LEASE.toMinutes()
                    + "m, since a service that is not on this machine may take over a minute"
                    + " to answer");
        }
        ledger.bind(name);
        return new BuildRunner(
                ledger,
                imageBuilder(),
                secrets,
                limits,
                RunEnvironment.real(surroundings.clock(), surroundings.stop()));
    }

    @Override
    public void close() {
        if (emulator != null) {
            emulator.close();
        }
    }
}
