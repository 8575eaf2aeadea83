package dev.imagefactory.cli;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why there is no token: which of the settings is wrong, and how to correct it. */
final class SignInFailures {
    /**
     * An answer of Azure AD that a setting is to blame for.
     *
     * @param codes the digits behind AADSTS
     * @param wrong what is wrong
     * @param nextStep what to do; in both <code>{client}</code>, <code>{tenant}</code> and <code>{resource}</code>
     *     stand for what was asked with
     */
    record Refusal(List<String> codes, String wrong, String nextStep) {}

    /** After Microsoft's list, https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
    static final List<Refusal> REFUSALS = List.of(
            new Refusal(
                    List.of("7000215"),
                    SignIn.CLIENT_SECRET + " is wrong",
                    "give its value, not its id, or make a new one: az ad app credential reset --append --id {client}"),
            new Refusal(
                    List.of("7000222"),
                    SignIn.CLIENT_SECRET + " has expired",
                    "make a new one: az ad app credential reset --append --id {client}"),
            new Refusal(
                    List.of("700016"),
                    SignIn.CLIENT_ID + " names no application in the tenant {tenant}",
                    "check it, and " + SignIn.TENANT_ID + ": az ad app show --id {client}"),
            new Refusal(
                    List.of("90002", "900023"),
                    SignIn.TENANT_ID + " names no tenant: {tenant}",
                    "look it up: az account show --query tenantId"),
            new Refusal(
                    List.of("500011"),
                    "the tenant {tenant} does not know the resource {resource}",
                    "check " + SignIn.RESOURCE_ID + " and " + SignIn.TENANT_ID),
            new Refusal(
                    List.of("70011", "1002012"),
                    SignIn.RESOURCE_ID + " is no name of a resource: {resource}",
                    "give the application id URI of the Image Factory, such as api://NAME, or its client id"),
            new Refusal(
                    List.of("700024"),
                    "the federated token is not valid at this time",
                    "check this machine's clock; a token is made anew for each job, and behind "
                            + SignIn.FEDERATED_TOKEN_FILE + " by the platform"),
            new Refusal(
                    List.of("70021", "700211", "700212", "700213"),
                    "no federated credential of the application {client} fits the token's issuer, subject and audience",
                    "compare them: az ad app federated-credential list --id {client}; check " + SignIn.CLIENT_ID
                            + " and, in Azure Pipelines, " + SignIn.SERVICE_CONNECTION_ID));

    private static final Pattern CODE = Pattern.compile("AADSTS(\\d{2,9})");
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    private static final String HIDDEN = "(secret)";
    private static final int LONGEST_REASON = 200;
    private static final int DEEPEST = 20;

    private final SignIn signIn;

    SignInFailures(SignIn signIn) {
        this.signIn = signIn;
    }

    /**
     * Puts a failure into words.
     *
     * @return without a cause: it would be taken for a failure that may pass, and the sign-in be tried again and again
     */
    ClientAuthenticationException explain(Throwable failure, TokenRequestContext request) {
        List<Throwable> causes = causesOf(failure);
        return new ClientAuthenticationException(refusal(causes, request).orElseGet(() -> otherwise(causes)), null);
    }

    private static List<Throwable> causesOf(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (@Nullable Throwable cause = failure; cause != null && causes.size() < DEEPEST; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private Optional<String> refusal(List<Throwable> causes, TokenRequestContext request) {
        List<String> codes = causes.stream()
                .flatMap(cause ->
                        CODE.matcher(String.valueOf(cause.getMessage())).results())
                .map(found -> found.group(1))
                .toList();
        if (codes.isEmpty()) {
            return Optional.empty();
        }
        for (String code : codes) {
            for (Refusal refusal : REFUSALS) {
                if (refusal.codes().contains(code)) {
                    String explained = refusal.wrong() + "; " + refusal.nextStep();
                    return Optional.of("Azure AD refuses the sign-in (AADSTS" + code + "): "
                            + explained
                                    .replace("{client}", signIn.client().orElse("CLIENT-ID"))
                                    .replace("{tenant}", signIn.tenant().orElse("of this identity"))
                                    .replace("{resource}", resourceOf(request)));
                }
            }
        }
        String code = codes.get(0);
        String words = causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(message -> message.contains(code))
                .findFirst()
                .orElseThrow();
        return Optional.of("Azure AD refuses the sign-in (AADSTS" + code + "): "
                + clean(words.replaceFirst("(?s).*?AADSTS" + code + ":? ?", ""))
                + "; see https://login.microsoftonline.com/error?code=" + code);
    }

    private static String resourceOf(TokenRequestContext request) {
        return String.join(" ", request.getScopes()).replaceAll("/\\.default\\b", "");
    }

    /** Without an answer of Azure AD: what is known of each method's troubles. */
    private String otherwise(List<Throwable> causes) {
        Throwable root = causes.get(causes.size() - 1);
        String reason = clean(String.valueOf(causes.get(0).getMessage()));
        boolean network = causes.stream().anyMatch(IOException.class::isInstance);
        return switch (signIn.method()) {
            case AZURE_PIPELINES -> {
                Optional<Integer> status = causes.stream()
                        .flatMap(
                                cause -> cause instanceof HttpResponseException refused && refused.getResponse() != null
                                        ? Stream.of(refused.getResponse().getStatusCode())
                                        : Stream.empty())
                        .findFirst();
                yield status.map(code -> "Azure Pipelines gives out no token for the service connection (" + code
                                + "); check " + SignIn.SERVICE_CONNECTION_ID + ", that this pipeline may use it, and "
                                + SignIn.SYSTEM_ACCESSTOKEN)
                        .orElseGet(() -> unreachable(root));
            }
            case CLIENT_SECRET -> network ? unreachable(root) : reason;
            case WORKLOAD_IDENTITY ->
                network
                        ? unreachable(root) + ", and that the file of " + SignIn.FEDERATED_TOKEN_FILE + " can be read"
                        : reason;
            case MANAGED_IDENTITY ->
                "this machine offers no managed identity" + (signIn.clientId() == null ? "" : " of this client id")
                        + " (" + reason + "); assign one to it, check " + SignIn.CLIENT_ID
                        + ", or choose another --authentication";
            case AZURE_CLI -> "the Azure CLI gives no token (" + reason + "); az login, in the terminal that runs this";
            default ->
                "none of the ways of azure-identity's chain leads to a token (" + reason
                        + "); choose one with --authentication, or az login";
        };
    }

    private String unreachable(Throwable root) {
        return "the sign-in service " + signIn.authorityHost() + " gives no answer ("
                + root.getClass().getSimpleName()
                + ": " + clean(String.valueOf(root.getMessage())) + "); check AZURE_AUTHORITY_HOST, if it is set, and"
                + " the network";
    }

    /** Somebody else's words: one line, without what is of no use to the reader and what nobody may read. */
    private String clean(String words) {
        String line = withoutSecrets(words)
                .replaceFirst("(?s)\\s*(Trace ID:|To mitigate this issue|To further mitigate).*", "")
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
    }

    private String withoutSecrets(String words) {
        String hidden = JWT.matcher(words).replaceAll(HIDDEN);
        for (String secret : List.of(
                Optional.ofNullable(signIn.clientSecret()).orElse(""),
                signIn.systemAccessToken().orElse(""))) {
            hidden = secret.isBlank() ? hidden : hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }
}
