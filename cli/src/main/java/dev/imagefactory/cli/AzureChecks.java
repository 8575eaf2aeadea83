package dev.imagefactory.cli;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.RenderedImages;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether tokens and secrets can be had, and how long secrets last. */
final class AzureChecks {
    /** Time enough to make a new secret and bring it to where it is used. */
    private static final Duration SOON = Duration.ofDays(30);

    /** A name that no secret has; that the vault says so proves that it may be asked. */
    private static final String NOBODY = "imagefactory-doctor-looks-for-nothing";

    private final Wiring wiring;
    private final Settings settings;
    private final ServiceOptions service;

    AzureChecks(Wiring wiring, Settings settings, ServiceOptions service) {
        this.wiring = wiring;
        this.settings = settings;
        this.service = service;
    }

    /** Asks for a token for the Image Factory. */
    List<Finding> signIn() {
        if (service.emulator) {
            return List.of(Finding.skipped("sign-in", "the embedded Image Factory wants no token"));
        }
        String endpoint = ServiceSession.endpoint(settings, service, wiring.surroundings());
        @Nullable String resourceId = ServiceSession.resourceId(settings, service, wiring.surroundings());
        Azure azure = wiring.azure(settings, service.azure);
        Optional<TokenCredential> credential = azure.credentialFor(endpoint, resourceId);
        if (credential.isEmpty()) {
            return List.of(Finding.skipped("sign-in", "an Image Factory on this machine is asked without a token"));
        }
        TokenRequestContext request = new TokenRequestContext().addScopes(ServiceSession.scope(resourceId));
        wiring.secrets().remember(credential.get().getTokenSync(request).getToken());
        String expiry = azure.method() == SignInMethod.CLIENT_SECRET
                ? "; when the client secret expires is not known here, only Microsoft Graph tells"
                : "";
        return List.of(Finding.ok("sign-in", azure.method().id() + " gives a token for " + resourceId + expiry));
    }

    /** Looks up each secret that the images name; no value is shown. */
    List<Finding> secrets(RenderedImages images) {
        if (service.emulator) {
            return List.of(Finding.skipped("secrets", "the embedded Image Factory gets placeholders"));
        }
        SortedSet<String> names = new TreeSet<>();
        images.images().forEach(image -> names.addAll(image.secrets()));
        Azure azure = wiring.azure(settings, service.azure);
        SecretSources sources = SecretSources.of(azure, false, wiring.surroundings(), wiring.console());
        if (names.isEmpty() && !azure.hasVault()) {
            return List.of(Finding.skipped("secrets", "no definition names one"));
        }
        List<Finding> findings = new ArrayList<>();
        NavigableMap<Instant, String> expiries = new TreeMap<>();
        for (String name : names) {
            try {
                wiring.secrets().remember(sources.resolve(name));
                sources.expiry(name).ifPresent(expiry -> expiries.putIfAbsent(expiry, name));
            } catch (MissingSecretException e) {
                findings.add(Finding.error(
                        "secrets",
                        ExitCode.UNREACHABLE,
                        String.valueOf(e.getMessage()),
                        "the images that name it wait for it"));
            }
        }
        expiries.headMap(wiring.surroundings().clock().instant().plus(SOON), true).entrySet().stream()
                .map(this::expiring)
                .forEach(findings::add);
        if (azure.hasVault() && sources.areInEnvironment(names)) {
            reach(azure);
        }
        if (findings.isEmpty()) {
            String vault = azure.vaultUrl()
                    .map(url -> "; the vault " + url + " may be asked")
                    .orElse("");
            findings.add(Finding.ok(
                    "secrets",
                    ReportText.counted(names.size(), "secret") + ", each with a value" + firstOf(expiries) + vault));
        }
        return findings;
    }

    private Finding expiring(Map.Entry<Instant, String> secret) {
        return Finding.warning(
                "secrets",
                "the secret '" + secret.getValue() + "' " + expires(secret.getKey()),
                "bring a new value into the vault before");
    }

    private String firstOf(NavigableMap<Instant, String> expiries) {
        return expiries.isEmpty()
                ? ", no date of expiry known"
                : "; '" + expiries.firstEntry().getValue() + "' is the first that " + expires(expiries.firstKey());
    }

    private String expires(Instant expiry) {
        long days = Duration.between(wiring.surroundings().clock().instant(), expiry)
                .toDays();
        return "expires on " + expiry.atOffset(ZoneOffset.UTC).toLocalDate() + ", in "
                + ReportText.counted(days, "day");
    }

    /**
     * Asks the vault for what it cannot have, where it is asked for nothing else; it throws where it may not be asked.
     */
    private static void reach(Azure azure) {
        try {
            azure.vault().resolve(NOBODY);
        } catch (MissingSecretException e) {
            // It said so.
        }
    }
}
