package dev.imagefactory.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways to get a token for Azure's services: {@code docs/cli.md} says what each needs. */
enum SignInMethod {
    /** What {@link SignIn#method} makes of the other settings. */
    AUTO,
    CLIENT_SECRET,
    AZURE_PIPELINES,
    WORKLOAD_IDENTITY,
    MANAGED_IDENTITY,
    AZURE_CLI,
    /** The default chain of azure-identity. */
    DEFAULT,
    NONE;

    /** The name in options and configuration. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static SignInMethod of(String id) {
        return Arrays.stream(values())
                .filter(method -> method.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UsageException("'" + id + "' is no way to sign in; choose one of "
                        + Arrays.stream(values()).map(SignInMethod::id).collect(Collectors.joining(", "))));
    }
}
