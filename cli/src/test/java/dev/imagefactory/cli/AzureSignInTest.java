package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.keyvault.SignInServer;
import dev.imagefactory.planner.StopSignal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/**
 * The program signs in over TLS: with azure-identity, at a sign-in service on this machine that answers as Azure AD.
 */
class AzureSignInTest extends CommandLineTest {
    private static final String SECRET = "hush~Q8.the-secret_of-the_app";
    private static final String ASSERTION = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzYzovL28vcC9jIn0.c2lnbmF0dXJl";
    private static final String TENANT = "11111111-2222-3333-4444-555555555555";
    private static final String CLIENT = "66666666-7777-8888-9999-000000000000";

    private SignInServer signIn;
    private ImageFactoryEmulator factory;

    @BeforeEach
    void startServers() throws IOException, GeneralSecurityException {
        signIn = new SignInServer(TrustedTls.get());
        factory = emulator(builder -> builder.requireToken(true));
        define("image");
        environment.put("AZURE_AUTHORITY_HOST", signIn.url());
        environment.put("IMAGE_FACTORY_TENANT_ID", TENANT);
        environment.put("IMAGE_FACTORY_CLIENT_ID", CLIENT);
        environment.put("IMAGE_FACTORY_RESOURCE_ID", "api://image-factory");
    }

    @AfterEach
    void stopSignIn() {
        signIn.close();
    }

    private void byClientSecret() {
        environment.put("IMAGE_FACTORY_CLIENT_SECRET", SECRET);
    }

    private void byFederatedToken() {
        environment.put(
                "AZURE_FEDERATED_TOKEN_FILE", write("token.jwt", ASSERTION).toString());
    }

    private void byPipeline(SignInServer jobs) {
        environment.put("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "c0nnection");
        environment.put("SYSTEM_OIDCREQUESTURI", jobs.url() + "oidctoken");
        environment.put("SYSTEM_ACCESSTOKEN", SECRET);
    }

    private void assertSubmitted() {
        Outcome run = run("run");

        assertThat(run.status()).as(run.everything()).isZero();
        assertThat(imagesOf(factory)).containsExactly("image");
        assertThat(signIn.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request)
                        .startsWith("/" + TENANT + "/oauth2/v2.0/token ")
                        .contains("client_id=" + CLIENT, "scope=", "api%3A%2F%2Fimage-factory%2F.default"));
    }

    @Test
    void should_sign_in_with_a_client_secret() {
        byClientSecret();

        assertSubmitted();

        assertThat(signIn.requests().get(0)).contains("client_secret=hush%7EQ8.the-secret_of-the_app");
    }

    @Test
    void should_sign_in_with_the_token_of_a_pod() {
        byFederatedToken();

        assertSubmitted();

        assertThat(signIn.requests().get(0)).contains("client_assertion=" + ASSERTION);
    }

    @Test
    void should_sign_in_with_the_token_of_a_service_connection() throws IOException, GeneralSecurityException {
        try (SignInServer jobs = new SignInServer(TrustedTls.get())) {
            jobs.answer(200, "{\"oidcToken\": \"" + ASSERTION + "\"}");
            byPipeline(jobs);

            assertSubmitted();

            assertThat(jobs.requests())
                    .allSatisfy(request -> assertThat(request)
                            .startsWith("/oidctoken?api-version=")
                            .contains("serviceConnectionId=c0nnection"));
            assertThat(signIn.requests().get(0)).contains("client_assertion=" + ASSERTION);
        }
    }

    /** The words of Azure AD as they are publicly reported, with the secret added, which it never repeats. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7000215 | 401 | invalid_client      | Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app 'x'. | the client secret (--client-secret-file or IMAGE_FACTORY_CLIENT_SECRET) is wrong; | az ad app credential reset --append --id 66666666-7777-8888-9999-000000000000
            7000222 | 401 | invalid_client      | The provided client secret keys for app 'x' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret. | the client secret (--client-secret-file or IMAGE_FACTORY_CLIENT_SECRET) has expired; | az ad app credential reset --append --id 66666666-7777-8888-9999-000000000000
            700016  | 400 | unauthorized_client | Application with identifier 'x' was not found in the directory 'Contoso'. | the client id (--client-id or IMAGE_FACTORY_CLIENT_ID) names no application in the tenant 11111111-2222-3333-4444-555555555555; | az ad app show --id 66666666-7777-8888-9999-000000000000
            90002   | 400 | invalid_request     | Tenant 'x' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. | the tenant id (--tenant-id or IMAGE_FACTORY_TENANT_ID) names no tenant: 11111111-2222-3333-4444-555555555555; | az account show --query tenantId
            900023  | 400 | invalid_request     | Specified tenant identifier 'x' is neither a valid DNS name, nor a valid external domain. | the tenant id (--tenant-id or IMAGE_FACTORY_TENANT_ID) names no tenant | az account show --query tenantId
            500011  | 400 | invalid_resource    | The resource principal named x was not found in the tenant named Contoso. | does not know the resource api://image-factory; | check the resource id (--resource-id or IMAGE_FACTORY_RESOURCE_ID) and the tenant id (--tenant-id or IMAGE_FACTORY_TENANT_ID)
            70011   | 400 | invalid_scope       | The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. | the resource id (--resource-id or IMAGE_FACTORY_RESOURCE_ID) is no name of a resource: api://image-factory; | such as api://NAME, or its client id
            1002012 | 400 | invalid_scope       | The provided value for scope x is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI). | the resource id (--resource-id or IMAGE_FACTORY_RESOURCE_ID) is no name of a resource | such as api://NAME, or its client id
            700024  | 401 | invalid_client      | Client assertion is not within its valid time range. Current time: x, assertion valid from y, expiry time of assertion z. | the federated token is not valid at this time; | check this machine's clock
            70021   | 400 | invalid_request     | No matching federated identity record found for presented assertion. Assertion Issuer: 'x'. Assertion Subject: 'y'. Assertion Audience: 'z'. | no federated credential of the application 66666666-7777-8888-9999-000000000000 fits the token's issuer, subject and audience; | the service connection id (--service-connection-id or AZURESUBSCRIPTION_SERVICE_CONNECTION_ID)
            700213  | 401 | invalid_client      | No matching federated identity record found for presented assertion subject 'y'. | no federated credential of the application | az ad app federated-credential list --id 66666666-7777-8888-9999-000000000000
            53003   | 400 | invalid_grant       | Access has been blocked by Conditional Access policies. | Access has been blocked by Conditional Access policies. (secret) (secret); | see https://login.microsoftonline.com/error?code=53003
            """)
    void should_say_which_setting_is_wrong(
            String code, int status, String error, String words, String wrong, String nextStep) {
        if (words.contains("assertion")) {
            byFederatedToken();
        } else {
            byClientSecret();
        }
        environment.putIfAbsent("SYSTEM_ACCESSTOKEN", SECRET);
        signIn.refuse(status, error, code, words + " " + SECRET + " " + ASSERTION);

        Outcome run = run("run");

        assertThat(run.status()).as(run.everything()).isEqualTo(3);
        assertThat(run.err())
                .contains("No token could be had: Azure AD refuses the sign-in (AADSTS" + code + "): ")
                .contains(wrong, nextStep)
                .doesNotContain("Trace ID");
        assertThat(run.everything()).doesNotContain(SECRET, ASSERTION);
        assertThat(factory.jobs()).isEmpty();
        assertThat(signIn.requests()).hasSize(1);
    }

    /** The chain's own settings, which come first in it, so that nothing else of it is tried. */
    @Test
    void should_name_the_settings_of_the_chain() {
        environment.keySet().removeIf(name -> name.startsWith("IMAGE_FACTORY_") && name.endsWith("T_ID"));
        environment.put("AZURE_TENANT_ID", TENANT);
        environment.put("AZURE_CLIENT_ID", CLIENT);
        environment.put("AZURE_CLIENT_SECRET", SECRET);
        signIn.refuse(401, "invalid_client", "7000222", "The provided client secret keys are expired. " + SECRET);

        Outcome run = run("run");

        assertThat(run.status()).as(run.everything()).isEqualTo(3);
        assertThat(run.err())
                .contains("the client secret (AZURE_CLIENT_SECRET) has expired")
                .contains("--id " + CLIENT)
                .doesNotContain(SECRET);
    }

    @Test
    void should_test_every_refusal_of_the_table() throws NoSuchMethodException {
        String tested = AzureSignInTest.class
                .getDeclaredMethod(
                        "should_say_which_setting_is_wrong",
                        String.class,
                        int.class,
                        String.class,
                        String.class,
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class)
                .textBlock();

        assertThat(SignInFailures.REFUSALS)
                .allSatisfy(refusal -> assertThat(refusal.codes())
                        .anyMatch(code -> tested.lines().anyMatch(line -> line.startsWith(code + " "))));
    }

    @ParameterizedTest
    @CsvSource({"401, {}", "404, {\"message\": \"no such connection\"}", "403, <html>"})
    void should_say_that_a_pipeline_may_not_use_the_service_connection(int status, String body)
            throws IOException, GeneralSecurityException {
        try (SignInServer jobs = new SignInServer(TrustedTls.get())) {
            jobs.answer(status, body + SECRET);
            byPipeline(jobs);

            Outcome run = run("run");

            assertThat(run.status()).isEqualTo(3);
            assertThat(run.err())
                    .contains("Azure Pipelines gives out no token for the service connection (" + status + ")")
                    .contains("env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)");
            assertThat(run.everything()).doesNotContain(SECRET);
        }
    }

    @Test
    void should_say_that_the_sign_in_service_does_not_answer() throws IOException {
        byClientSecret();
        try (ServerSocket free = new ServerSocket(0)) {
            environment.put("AZURE_AUTHORITY_HOST", "https://localhost:" + free.getLocalPort());
        }

        Outcome run = run("run");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .contains("the sign-in service " + environment.get("AZURE_AUTHORITY_HOST") + " gives no answer (")
                .contains("check AZURE_AUTHORITY_HOST, if it is set, and the network");
    }

    /** azure-identity has tried it several times itself; a cause that may pass would make each caller try again. */
    @Test
    void should_leave_nothing_for_callers_to_try_again() {
        Surroundings surroundings =
                new Surroundings(folder, environment, System.out, System.err, false, clock, new StopSignal());
        Settings settings = Settings.of(folder, new InputOptions());
        TokenCredential unreachable = new ExplainedCredential(
                request -> Mono.error(new IllegalStateException(new ConnectException("refused"))),
                new SignInFailures(SignIn.of(settings, new AzureOptions(), surroundings)));
        TokenRequestContext request = new TokenRequestContext().addScopes("r/.default");

        assertThatThrownBy(() -> unreachable.getTokenSync(request)).hasNoCause();
        assertThatThrownBy(() -> unreachable.getToken(request).block())
                .isInstanceOf(ClientAuthenticationException.class)
                .hasNoCause();
    }

    @Test
    void should_say_that_the_token_of_a_pod_cannot_be_read() {
        environment.put("AZURE_FEDERATED_TOKEN_FILE", folder.resolve("nowhere").toString());

        Outcome run = run("run");

        assertThat(run.status()).as(run.everything()).isEqualTo(3);
        assertThat(run.err()).contains("AZURE_FEDERATED_TOKEN_FILE can be read");
    }

    /** Calls the program in a process of its own: what these methods look at is the real environment. */
    private Outcome process(String... arguments) throws IOException, InterruptedException {
        try (ProgramProcess process = ProgramProcess.start(folder, environment, arguments)) {
            return process.end();
        }
    }

    @Test
    void should_sign_in_with_the_identity_of_the_machine() throws Exception {
        try (ScriptedService machine = new ScriptedService(
                200,
                "{\"access_token\": \"t0ken\", \"expires_on\": \"4102444800\", \"resource\": \"api://image-factory\","
                        + " \"token_type\": \"Bearer\"}")) {
            environment.put("IDENTITY_ENDPOINT", machine.endpoint() + "/msi/token");
            environment.put("IDENTITY_HEADER", "header");

            Outcome run = process("run", "--authentication", "managed-identity");

            assertThat(run.status()).as(run.everything()).isZero();
            assertThat(imagesOf(factory)).containsExactly("image");
        }
    }

    @Test
    void should_say_that_the_machine_has_no_such_identity() throws Exception {
        try (ScriptedService machine = new ScriptedService(
                400, "{\"statusCode\": 400, \"message\": \"No User Assigned Managed Identity found\"}")) {
            environment.put("IDENTITY_ENDPOINT", machine.endpoint() + "/msi/token");
            environment.put("IDENTITY_HEADER", "header");

            Outcome run = process("run", "--authentication", "managed-identity");

            assertThat(run.status()).as(run.everything()).isEqualTo(3);
            assertThat(run.err())
                    .contains("this machine offers no managed identity of this client id (")
                    .contains("check the client id (--client-id or IMAGE_FACTORY_CLIENT_ID)");
        }
    }

    @Test
    void should_say_that_nobody_signed_in_to_the_azure_cli() throws Exception {
        environment.put("PATH", folder.toString());

        Outcome run = process("run", "--authentication", "azure-cli");

        assertThat(run.status()).as(run.everything()).isEqualTo(3);
        assertThat(run.err()).contains("the Azure CLI gives no token (", "az login");
    }

    @Test
    void should_say_what_a_submission_by_hand_lacks() {
        byClientSecret();
        signIn.refuse(401, "invalid_client", "7000222", "The provided client secret keys for app 'x' are expired.");

        Outcome submit = run("submit", "templates/image.json", "--output", "json");

        assertThat(submit.status()).isEqualTo(3);
        assertThat(submit.json().get("error").textValue())
                .contains("AADSTS7000222", "IMAGE_FACTORY_CLIENT_SECRET) has expired");
    }
}
