package dev.imagefactory.cli;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.pullrequests.AzureDevOpsPullRequests;
import dev.imagefactory.pullrequests.GitConsumer;
import dev.imagefactory.pullrequests.GitConsumerBuilder;
import dev.imagefactory.pullrequests.GitCredentials;
import dev.imagefactory.pullrequests.GitHubPullRequests;
import dev.imagefactory.pullrequests.PullRequests;
import dev.imagefactory.template.SecretMemory;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a consumer in a git repository is opened, with what its server and its pull requests want to be shown. */
final class GitConsumers {
    /** The environment variable of a personal access token, for whichever server. */
    static final String TOKEN = "IMAGE_FACTORY_CONSUMER_TOKEN";

    /** What Azure DevOps is called to Entra ID, the same for all organizations. */
    private static final String AZURE_DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798/.default";

    private static final Pattern AUTHOR = Pattern.compile("(.+) <(.+)>");

    private final Surroundings surroundings;
    private final SecretMemory secrets;
    private final Supplier<Azure> azure;

    /** @param azure is asked for only where Azure DevOps wants a sign-in */
    GitConsumers(Surroundings surroundings, SecretMemory secrets, Supplier<Azure> azure) {
        this.surroundings = surroundings;
        this.secrets = secrets;
        this.azure = azure;
    }

    /**
     * Opens the repository at an address; nothing is asked yet.
     *
     * @param service where branches are reviewed, one of {@link OsobSettings#SERVICES}; null for that of the address
     */
    GitConsumer open(String address, @Nullable String base, @Nullable String service, @Nullable String author) {
        try {
            String reviewed = service == null ? serviceOf(address) : service;
            GitConsumerBuilder builder = GitConsumer.at(address)
                    .base(base)
                    .clock(surroundings.clock())
                    .credentials(credentials(reviewed.equals("none") ? serviceOf(address) : reviewed, false))
                    .pullRequests(pullRequests(address, reviewed));
            Matcher named = AUTHOR.matcher(author == null ? "" : author);
            return (named.matches() ? builder.author(named.group(1).strip(), named.group(2)) : builder).build();
        } catch (IllegalArgumentException e) {
            throw new ConsumerException(String.valueOf(e.getMessage()), e);
        }
    }

    private PullRequests pullRequests(String address, String service) {
        GitCredentials credentials = credentials(service, true);
        return switch (service) {
            case "azure-devops" -> AzureDevOpsPullRequests.of(address, credentials);
            case "github" -> GitHubPullRequests.of(address, credentials);
            case "none" -> PullRequests.none();
            default ->
                throw new UsageException("'" + service + "' is none of " + String.join(", ", OsobSettings.SERVICES));
        };
    }

    /** By the host of an address; a server of one's own must be told. */
    private static String serviceOf(String address) {
        @Nullable String host = hostOf(address);
        if (host == null) {
            return "none";
        }
        if (host.equals("dev.azure.com") || host.endsWith(".visualstudio.com")) {
            return "azure-devops";
        }
        return host.equals("github.com") ? "github" : "none";
    }

    private static @Nullable String hostOf(String address) {
        try {
            @Nullable String host = URI.create(address.replace(" ", "%20")).getHost();
            return host == null ? null : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * A token that is given for this, else what the pipeline or the sign-in gives for the service.
     *
     * @param rest for the service's REST API instead of git
     */
    private GitCredentials credentials(String service, boolean rest) {
        Optional<String> given = surroundings.variable(TOKEN);
        if (service.equals("github")) {
            return given.or(() -> surroundings.variable("GITHUB_TOKEN"))
                    .map(token -> rest
                            ? GitCredentials.bearer(() -> token)
                            : GitCredentials.basic("x-access-token", () -> token))
                    .orElse(GitCredentials.NONE);
        }
        if (given.isPresent()) {
            return GitCredentials.basic("", given::get);
        }
        if (!service.equals("azure-devops")) {
            return GitCredentials.NONE;
        }
        return surroundings
                .variable("SYSTEM_ACCESSTOKEN")
                .map(token -> GitCredentials.bearer(() -> token))
                .orElseGet(() -> GitCredentials.bearer(this::tokenForAzureDevOps));
    }

    private String tokenForAzureDevOps() {
        TokenCredential credential = azure.get().credentialForGit();
        String token = credential
                .getTokenSync(new TokenRequestContext().addScopes(AZURE_DEVOPS))
                .getToken();
        secrets.remember(token);
        return token;
    }
}
