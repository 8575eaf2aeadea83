package dev.imagefactory.cli;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.core.util.DateTimeRfc1123;
import dev.imagefactory.client.ImageFactoryClient;
import dev.imagefactory.client.models.ImageFactoryError;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Image Factory answers by its contract, and whether clocks agree. It is only read. Its words are not
 * shown: they may repeat a secret that it was sent, and that cannot be looked up now.
 */
final class ServiceChecks {
    /** Leases bear with less, see docs/architecture.md. */
    private static final Duration TOLERATED_SKEW = Duration.ofMinutes(2);

    private final Wiring wiring;
    private final Settings settings;
    private final ServiceOptions service;

    ServiceChecks(Wiring wiring, Settings settings, ServiceOptions service) {
        this.wiring = wiring;
        this.settings = settings;
        this.service = service;
    }

    /** Asks for a job that cannot exist, and for the jobs of an image that cannot exist. */
    List<Finding> contract() {
        try (ServiceSession session = wiring.connectForOneTry(settings, service)) {
            String nobody = UUID.randomUUID().toString();
            Optional<Finding> wrong = get(session, nobody);
            return List.of(wrong.orElseGet(() -> search(session, "imagefactory-doctor-" + nobody)));
        }
    }

    private static Optional<Finding> get(ServiceSession session, String nobody) {
        try {
            session.client().getImageJob(nobody);
            return Optional.of(otherwise(session.name() + " knows a job that nobody has started"));
        } catch (ImageFactoryException e) {
            @Nullable ImageFactoryError error = e.error();
            if (e.kind() == Kind.NOT_FOUND && error != null && !error.code().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    e.kind() == Kind.NOT_FOUND
                            ? otherwise(session.name() + " answers " + e.statusCode() + " without an error code, as"
                                    + " servers do that know no such route")
                            : failed(session, e));
        }
    }

    private static Finding search(ServiceSession session, String nobody) {
        ImageFactoryClient client = session.client();
        try {
            long jobs = client.listImageJobs(nobody).stream().count();
            return jobs == 0
                    ? Finding.ok("service", session.name() + " answers by the contract, and can be searched for jobs")
                    : otherwise(session.name() + " finds jobs of an image that nobody has asked for");
        } catch (ImageFactoryException e) {
            return e.kind() == Kind.UNSUPPORTED
                    ? Finding.ok(
                            "service", session.name() + " answers by the contract, but cannot be searched for jobs")
                    : failed(session, e);
        }
    }

    private static Finding otherwise(String what) {
        return Finding.error(
                "service",
                ExitCode.UNREACHABLE,
                what,
                "check the path of the endpoint, and correct the contract (--contract), see docs/cli.md");
    }

    private static Finding failed(ServiceSession session, ImageFactoryException e) {
        if (e.statusCode() == 0) {
            return Finding.error(
                    "service", ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), "check endpoint and network");
        }
        String nextStep = switch (e.kind()) {
            case UNAUTHORIZED ->
                e.statusCode() == 403
                        ? "ask the service's owners to permit this to the identity that asks"
                        : "check the sign-in and the resource id";
            case THROTTLED, UNAVAILABLE, NOT_SENT -> "run again later";
            default -> "check the path of the endpoint, and correct the contract (--contract), see docs/cli.md";
        };
        return Finding.error(
                "service",
                ExitCode.UNREACHABLE,
                session.name() + " answers " + e.statusCode() + " ("
                        + e.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")",
                nextStep);
    }

    /** Compares the dates that servers give with this machine's clock. */
    List<Finding> clock() {
        if (service.emulator) {
            return List.of(Finding.skipped("clock", "the embedded Image Factory has the same clock"));
        }
        List<String> servers = Stream.concat(
                        endpoint().stream(), wiring.azure(settings, service.azure).vaultUrl().stream())
                .toList();
        if (servers.isEmpty()) {
            return List.of(Finding.skipped("clock", "no service is named whose clock could be compared"));
        }
        return servers.stream().map(this::clock).toList();
    }

    /** The address of the service, where that is a right one. */
    private Optional<String> endpoint() {
        try {
            ServiceSession.nameOf(settings, service, wiring.surroundings());
            return Optional.of(ServiceSession.endpoint(settings, service, wiring.surroundings()));
        } catch (UsageException e) {
            return Optional.empty(); // The check of the service says so.
        }
    }

    private Finding clock(String server) {
        Instant before = wiring.surroundings().clock().instant();
        Optional<Instant> date = date(server);
        Instant after = wiring.surroundings().clock().instant();
        if (date.isEmpty()) {
            return Finding.skipped("clock", server + " gives no date");
        }
        // The date has no parts of seconds.
        Duration behind = Duration.between(date.get().plusSeconds(1), before);
        Duration ahead = Duration.between(after, date.get());
        Duration skew = behind.compareTo(ahead) > 0 ? behind : ahead;
        return skew.compareTo(TOLERATED_SKEW) <= 0
                ? Finding.ok(
                        "clock",
                        "differs from that of " + server + " by less than "
                                + Math.max(skew.plusSeconds(1).toSeconds(), 1) + " s")
                : Finding.warning(
                        "clock",
                        "this machine's clock is " + skew.toSeconds() + " s "
                                + (behind.isNegative() ? "behind" : "ahead of") + " that of " + server,
                        "set it; leases of other machines' runs are taken for longer or shorter than they are");
    }

    /** The date of an answer to a request without a token; of whatever status. */
    private static Optional<Instant> date(String server) {
        try (HttpResponse answer =
                HttpClient.createDefault().sendSync(new HttpRequest(HttpMethod.HEAD, server), Context.NONE)) {
            return Optional.ofNullable(answer.getHeaderValue(HttpHeaderName.DATE))
                    .map(date -> new DateTimeRfc1123(date).getDateTime().toInstant());
        } catch (RuntimeException e) {
            // No answer, or an odd date. The check of the service says which.
            return Optional.empty();
        }
    }
}
