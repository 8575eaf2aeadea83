package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.StopSignal;
import dev.imagefactory.template.SecretMemory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which options and environment variables lead to which credential, or to which message. No token is asked for. */
class SignInTest extends CommandLineTest {
    private static final String REMOTE = "https://imagefactory.example.com";
    private static final String LOOPBACK = "http://LOCALHOST:8080";
    private static final String SECRET = "hush-hush";

    private final AzureOptions options = new AzureOptions();
    private boolean resource;

    /** Fills options and environment from words such as {@code tenant}, {@code TENANT} or {@code auth=none}. */
    private Azure azure(String given) {
        for (String word : given.split(" ", -1)) {
            switch (word) {
                case "-" -> {}
                case "tenant" -> options.tenantId = "t-option";
                case "client" -> options.clientId = "c-option";
                case "connection" -> options.serviceConnectionId = "s-option";
                case "resource" -> resource = true;
                case "vault" -> options.vault = "https://team.vault.azure.net";
                case "file" ->
                    options.clientSecretFile =
                            write("secret.txt", SECRET + "\n").toString();
                case "blank-file" ->
                    options.clientSecretFile = write("secret.txt", " \n").toString();
                case "no-file" -> options.clientSecretFile = "nowhere";
                case "TENANT" -> environment.put("IMAGE_FACTORY_TENANT_ID", "t-environment");
                case "CLIENT" -> environment.put("IMAGE_FACTORY_CLIENT_ID", "c-environment");
                case "SECRET" -> environment.put("IMAGE_FACTORY_CLIENT_SECRET", SECRET);
                case "CONNECTION" -> environment.put("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "s-environment");
                case "JOB" -> {
                    environment.put("SYSTEM_ACCESSTOKEN", SECRET);
                    environment.put("SYSTEM_OIDCREQUESTURI", "https://dev.azure.com/o/p/_apis/oidctoken");
                }
                case "PIPELINE" -> {
                    environment.put("AZURESUBSCRIPTION_TENANT_ID", "t-pipeline");
                    environment.put("AZURESUBSCRIPTION_CLIENT_ID", "c-pipeline");
                }
                case "POD" -> {
                    environment.put("AZURE_TENANT_ID", "t-pod");
                    environment.put("AZURE_CLIENT_ID", "c-pod");
                }
                case "TOKENFILE" ->
                    environment.put(
                            "AZURE_FEDERATED_TOKEN_FILE",
                            write("token.jwt", "eyJ").toString());
                case "EMPTY" -> {
                    environment.put("IMAGE_FACTORY_TENANT_ID", "");
                    environment.put("IMAGE_FACTORY_CLIENT_ID", "");
                    environment.put("IMAGE_FACTORY_CLIENT_SECRET", "");
                    environment.put("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", " ");
                    environment.put("AZURE_FEDERATED_TOKEN_FILE", "");
                }
                case "http-authority" -> environment.put("AZURE_AUTHORITY_HOST", "http://localhost:1/");
                case "odd-authority" -> environment.put("AZURE_AUTHORITY_HOST", "my authority");
                default -> options.authentication = word.replace("auth=", "");
            }
        }
        return Azure.of(settings(), options, surroundings(), new SecretMemory());
    }

    private Settings settings() {
        return Settings.of(folder, new InputOptions());
    }

    private Surroundings surroundings() {
        return new Surroundings(folder, environment, System.out, System.err, false, clock, new StopSignal());
    }

    private String chosen(String given, String endpoint) {
        try {
            return azure(given)
                    .credentialFor(endpoint, resource ? "r" : null)
                    .map(each ->
                            ((ExplainedCredential) each).explained().getClass().getSimpleName())
                    .orElse("none");
        } catch (UsageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The order that {@code docs/cli.md} gives for {@code auto}. */
    @ParameterizedTest
    @CsvSource({
        "tenant client file,                        ClientSecretCredential",
        "TENANT CLIENT SECRET,                      ClientSecretCredential",
        "TENANT CLIENT SECRET connection TOKENFILE, ClientSecretCredential",
        "tenant client connection JOB,              AzurePipelinesCredential",
        "CONNECTION JOB PIPELINE TOKENFILE,         AzurePipelinesCredential",
        "TOKENFILE POD,                             WorkloadIdentityCredential",
        "tenant client TOKENFILE,                   WorkloadIdentityCredential",
        "tenant,                                    the client id (--client-id or IMAGE_FACTORY_CLIENT_ID)",
        "client,                                    the tenant id (--tenant-id or IMAGE_FACTORY_TENANT_ID)",
        "tenant client,                             the client secret (--client-secret-file or",
        "PIPELINE POD JOB,                          DefaultAzureCredential",
        "EMPTY,                                     DefaultAzureCredential",
        "-,                                         DefaultAzureCredential",
    })
    void should_choose_by_what_is_given(String given, String expected) {
        assertThat(chosen(given, REMOTE)).contains(expected);
        assertThat(chosen(given + " resource", LOOPBACK)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "TENANT CLIENT SECRET", "CONNECTION JOB PIPELINE", "TOKENFILE POD", "tenant", "EMPTY"})
    void should_send_no_token_to_loopback_without_a_resource_id(String given) {
        assertThat(chosen(given, LOOPBACK)).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
        "auth=client-secret tenant client file connection,      ClientSecretCredential",
        "auth=azure-pipelines CONNECTION JOB PIPELINE SECRET,   AzurePipelinesCredential",
        "auth=workload-identity POD TOKENFILE SECRET,           WorkloadIdentityCredential",
        "auth=managed-identity,                                 ManagedIdentityCredential",
        "auth=managed-identity client TENANT SECRET,            ManagedIdentityCredential",
        "auth=azure-cli,                                        AzureCliCredential",
        "auth=azure-cli tenant SECRET,                          AzureCliCredential",
        "auth=default TENANT CLIENT SECRET,                     DefaultAzureCredential",
        "auth=auto TENANT CLIENT SECRET resource,               ClientSecretCredential",
    })
    void should_do_as_asked_whatever_else_is_given(String given, String expected) {
        assertThat(chosen(given, REMOTE)).isEqualTo(expected);
        if (!given.startsWith("auth=auto")) {
            assertThat(chosen(given, LOOPBACK)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "auth=client-secret,                        by client-secret",
        "auth=client-secret tenant client no-file,  'the file of the client secret, nowhere, cannot be read'",
        "auth=client-secret tenant client blank-file, the client secret (--client-secret-file or",
        "auth=azure-pipelines JOB PIPELINE,         the service connection id (--service-connection-id or",
        "auth=azure-pipelines connection JOB,       the tenant id",
        "connection PIPELINE,                       'env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)'",
        "auth=workload-identity POD,                AZURE_FEDERATED_TOKEN_FILE is missing",
        "auth=workload-identity TOKENFILE client,   the tenant id",
        "auth=none,                                 only a service on this machine",
        "auth=password,                             'password' is no way to sign in; choose one of auto",
        "auth=Client-Secret,                        is no way to sign in",
        "auth=azure-cli http-authority,             'AZURE_AUTHORITY_HOST is no https address: http://localhost:1/'",
        "auth=default odd-authority,                'AZURE_AUTHORITY_HOST is no https address: my authority'",
    })
    void should_say_what_is_missing_or_wrong(String given, String expected) {
        assertThat(chosen(given, REMOTE)).contains(expected).doesNotContain(SECRET);
    }

    @Test
    void should_let_a_service_on_this_machine_go_without() {
        assertThat(chosen("auth=none TENANT CLIENT SECRET resource", LOOPBACK)).isEqualTo("none");
    }

    @Test
    void should_let_options_win_over_the_environment_and_that_over_the_file() {
        write("imagefactory.json", """
                {"tenantId": "t-file", "clientId": "c-file", "serviceConnectionId": "s-file",
                 "authentication": "default"}
                """);
        options.tenantId = "t-option";
        environment.put("IMAGE_FACTORY_TENANT_ID", "t-environment");
        environment.put("IMAGE_FACTORY_CLIENT_ID", "c-environment");

        SignIn signIn = SignIn.of(settings(), options, surroundings());

        assertThat(signIn.method()).isEqualTo(SignInMethod.DEFAULT);
        assertThat(signIn.tenant()).hasValue("t-option");
        assertThat(signIn.client()).hasValue("c-environment");
        assertThat(signIn.serviceConnectionId()).isEqualTo("s-file");
    }

    @Test
    void should_take_the_ids_of_a_platform_for_its_own_method_only() {
        assertThat(idsWith("CONNECTION JOB PIPELINE POD")).hasValue("t-pipeline c-pipeline");
        environment.clear();
        assertThat(idsWith("TOKENFILE PIPELINE POD")).hasValue("t-pod c-pod");
        environment.clear();
        assertThat(idsWith("auth=managed-identity PIPELINE POD")).isEmpty();
    }

    private Optional<String> idsWith(String given) {
        azure(given);
        SignIn signIn = SignIn.of(settings(), options, surroundings());
        return signIn.tenant().flatMap(tenant -> signIn.client().map(client -> tenant + " " + client));
    }

    @Test
    void should_let_an_empty_variable_not_hide_the_file() {
        write("imagefactory.json", "{\"tenantId\": \"t-file\"}");
        azure("EMPTY");

        assertThat(SignIn.of(settings(), options, surroundings()).tenant()).hasValue("t-file");
    }

    @Test
    void should_read_the_secret_without_the_line_end_and_never_show_it() {
        azure("tenant client file JOB");

        SignIn signIn = SignIn.of(settings(), options, surroundings());

        assertThat(signIn.clientSecret()).isEqualTo(SECRET);
        assertThat(signIn.toString()).contains("t-option", "c-option").doesNotContain(SECRET);
    }

    @Test
    void should_make_one_credential_for_all_services() {
        Azure azure = azure("tenant client SECRET");

        assertThat(azure.credentialFor(REMOTE, "r"))
                .containsSame(azure.credentialFor(REMOTE, "r").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "vault tenant client,  the client secret (--client-secret-file or",
        "vault auth=none,      the vault https://team.vault.azure.net wants a sign-in",
    })
    void should_miss_what_the_vault_needs_before_it_is_asked(String given, String expected) {
        Azure azure = azure(given);

        assertThatThrownBy(azure::checkVault).isInstanceOf(UsageException.class).hasMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "team",
                "http://team.vault.azure.net",
                "https://",
                "https://team.vault.azure.net/secrets/my-pat",
                "https://team.vault.azure.net?x",
                "mailto:team",
                "not a url"
            })
    void should_refuse_what_is_no_address_of_a_vault(String url) {
        define("image");

        Outcome plan = run("plan", "--secret-versions", "--vault", url);

        assertThat(plan.status()).isEqualTo(2);
        assertThat(plan.err()).contains("the vault is no address of a Key Vault: " + url + "; write it as https://");
    }

    @Test
    void should_name_the_missing_resource_before_anything_is_sent() {
        define("image");
        environment.put("IMAGE_FACTORY_CLIENT_SECRET", SECRET);

        Outcome run = run("run", "--endpoint", REMOTE, "--tenant-id", "t", "--client-id", "c");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("the resource id (--resource-id or IMAGE_FACTORY_RESOURCE_ID) is missing");
        assertThat(run.everything()).doesNotContain(SECRET);
    }
}
