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
     * @param words what is wrong and what to do, where names in braces stand for settings and their values
     */
    record Refusal(List<String> codes, String words) {}

    /** After Microsoft's list, https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
    static final List<Refusal> REFUSALS = List.of(
            new Refusal(
                    List.of("7000215"),
                    "{the client secret} is wrong; give its value, not its id, or make a new one:"
                            + " az ad app credential reset --append --id {client}"),
            new Refusal(
                    List.of("7000222"),
                    "{the client secret} has expired; make a new one:"
                            + " az ad app credential reset --append --id {client}"),
            new Refusal(
                    List.of("700016"),
                    "{the client id} names no application in the tenant {tenant}; check it, and {the tenant id}:"
                            + " az ad app show --id {client}"),
            new Refusal(
                    List.of("90002", "900023"),
                    "{the tenant id} names no tenant: {tenant}; look it up: az account show --query tenantId"),
            new Refusal(
                    List.of("500011"),
                    "the tenant {tenant} does not know the resource {resource}; check {the resource id} and"
                            + " {the tenant id}"),
            new Refusal(
                    List.of("70011", "1002012"),
                    "{the resource id} is no name of a resource: {resource}; give the application id URI of the Image"
                            + " Factory, such as api://NAME, or its client id"),
            new Refusal(
                    List.of("700024"),
                    "the federated token is not valid at this time; check this machine's clock; a token is made anew"
                            + " for each job, and behind " + SignIn.FEDERATED_TOKEN_FILE + " by the platform"),
            new Refusal(
                    List.of("70021", "700211", "700212", "700213"),
                    "no federated credential of the application {client} fits the token's issuer, subject and"
                            + " audience; compare them: az ad app federated-credential list --id {client}; check"
                            + " {the client id} and, in Azure Pipelines, " + SignIn.SERVICE_CONNECTION_ID));

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
        String message = refusal(causes, request)
                .or(() -> otherTenant(request.getTenantId()))
                .orElseGet(() -> otherwise(causes));
        return new ClientAuthenticationException(message, null);
    }

    private static List<Throwable> causesOf(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (@Nullable Throwable cause = failure; cause != null && causes.size() < DEEPEST; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private Optional<String> refusal(List<Throwable> causes, TokenRequestContext request) {
        List<String> messages =
                causes.stream().map(cause -> String.valueOf(cause.getMessage())).toList();
        List<String> codes = messages.stream()
                .flatMap(message -> CODE.matcher(message).results())
                .map(found -> found.group(1))
                .toList();
        Optional<String> known = codes.stream()
                .flatMap(code -> REFUSALS.stream()
                        .filter(refusal -> refusal.codes().contains(code))
                        .map(refusal -> refused(code, filledIn(refusal.words(), request))))
                .findFirst();
        return known.or(() -> codes.stream()
                .findFirst()
                .map(code -> refused(
                        code,
                        clean(String.join(" ", messages).replaceFirst("(?s).*?AADSTS" + code + ":? ?", ""))
                                + "; see https://login.microsoftonline.com/error?code=" + code)));
    }

    private static String refused(String code, String words) {
        return "Azure AD refuses the sign-in (AADSTS" + code + "): " + words;
    }

    private String filledIn(String words, TokenRequestContext request) {
        String resource = String.join(" ", request.getScopes()).replaceAll("/\\.default\\b", "");
        return words.replace("{the client secret}", signIn.secretSetting())
                .replace("{the client id}", signIn.clientSetting())
                .replace("{the tenant id}", signIn.tenantSetting())
                .replace("{the resource id}", SignIn.RESOURCE_ID)
                .replace("{client}", signIn.client().orElse("CLIENT-ID"))
                .replace("{tenant}", signIn.tenant().orElse("of this identity"))
                .replace("{resource}", resource);
    }

    /** A vault names its tenant, and azure-identity asks no other than its own. */
    private Optional<String> otherTenant(@Nullable String wanted) {
        return signIn.tenant()
                .filter(own -> wanted != null && !wanted.equalsIgnoreCase(own))
                .map(own -> "a token of the tenant " + wanted + " is wanted, and the sign-in is to " + own + "; check "
                        + signIn.tenantSetting());
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
                        + " (" + reason + "); assign one to it, check " + signIn.clientSetting()
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
                signIn.surroundings().variable("AZURE_CLIENT_SECRET").orElse(""),
                signIn.systemAccessToken().orElse(""))) {
            hidden = secret.isBlank() ? hidden : hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }
}
