package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.TokenCredential;
import dev.imagefactory.planner.StopSignal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which options and environment variables lead to which credential, or to which message. No token is asked for. */
class SignInTest extends CommandLineTest {
    private static final String REMOTE = "https://imagefactory.example.com";
    private static final String SECRET = "hush-hush";

    /** Fills options and environment from words such as {@code tenant}, {@code TENANT} or {@code auth=none}. */
    private SignIn signIn(String given) {
        ServiceOptions options = new ServiceOptions();
        for (String word : given.split(" ", -1)) {
            switch (word) {
                case "-" -> {}
                case "tenant" -> options.tenantId = "t-option";
                case "client" -> options.clientId = "c-option";
                case "resource" -> options.resourceId = "r-option";
                case "file" ->
                    options.clientSecretFile =
                            write("secret.txt", SECRET + "\n").toString();
                case "no-file" -> options.clientSecretFile = "nowhere";
                case "TENANT" -> environment.put("IMAGE_FACTORY_TENANT_ID", "t-environment");
                case "CLIENT" -> environment.put("IMAGE_FACTORY_CLIENT_ID", "c-environment");
                case "SECRET" -> environment.put("IMAGE_FACTORY_CLIENT_SECRET", SECRET);
                case "RESOURCE" -> environment.put("IMAGE_FACTORY_RESOURCE_ID", "r-environment");
                case "EMPTY" -> {
                    environment.put("IMAGE_FACTORY_TENANT_ID", "");
                    environment.put("IMAGE_FACTORY_CLIENT_ID", "");
                    environment.put("IMAGE_FACTORY_CLIENT_SECRET", "");
                    environment.put("IMAGE_FACTORY_RESOURCE_ID", "");
                }
                default -> options.authentication = word.replace("auth=", "");
            }
        }
        Surroundings surroundings =
                new Surroundings(folder, environment, System.out, System.err, false, clock, new StopSignal());
        return SignIn.of(Settings.of(folder, new InputOptions()), options, surroundings);
    }

    @ParameterizedTest
    @CsvSource({
        "tenant client file resource,              https, ClientSecretCredential",
        "TENANT CLIENT SECRET RESOURCE,            https, ClientSecretCredential",
        "TENANT CLIENT SECRET,                     http,  ClientSecretCredential",
        "auth=client-secret tenant client SECRET,  http,  ClientSecretCredential",
        "resource,                                 https, DefaultAzureCredential",
        "RESOURCE,                                 http,  DefaultAzureCredential",
        "auth=default,                             http,  DefaultAzureCredential",
        "auth=default TENANT CLIENT SECRET,        https, DefaultAzureCredential",
        "-,                                        https, DefaultAzureCredential",
        "-,                                        http,  none",
        "EMPTY,                                    http,  none",
        "auth=none TENANT CLIENT SECRET RESOURCE,  http,  none",
        "auth=none,                                https, only a service on this machine",
        "tenant,                                   https, the client id (--client-id or IMAGE_FACTORY_CLIENT_ID)",
        "CLIENT SECRET,                            https, the tenant id (--tenant-id or IMAGE_FACTORY_TENANT_ID)",
        "tenant client,                            http,  the client secret (--client-secret-file or",
        "auth=client-secret,                       http,  the tenant id",
        "auth=password,                            http,  'password' is no way to sign in; choose one of auto",
        "no-file,                                  http,  'the file of the client secret, nowhere, cannot be read'"
    })
    void should_choose_a_credential_or_say_what_is_missing(String given, String scheme, String expected) {
        String endpoint = scheme.equals("https") ? REMOTE : "http://LOCALHOST:8080";

        assertThat(chosen(given, endpoint)).contains(expected);
    }

    private String chosen(String given, String endpoint) {
        try {
            Optional<TokenCredential> credential = signIn(given).credential(endpoint);
            return credential.map(each -> each.getClass().getSimpleName()).orElse("none");
        } catch (UsageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resource RESOURCE, r-option/.default",
        "RESOURCE, r-environment/.default",
    })
    void should_ask_for_tokens_of_the_resource(String given, String scope) {
        assertThat(signIn(given).scope()).isEqualTo(scope);
    }

    @Test
    void should_let_options_win_over_the_environment_and_that_over_the_file() {
        write("imagefactory.json", """
                {"tenantId": "t-file", "clientId": "c-file", "resourceId": "r-file", "authentication": "default"}
                """);

        SignIn signIn = signIn("tenant TENANT CLIENT");

        assertThat(signIn).isEqualTo(new SignIn("default", "t-option", "c-environment", null, "r-file"));
    }

    @Test
    void should_let_an_empty_variable_not_hide_the_file() {
        write("imagefactory.json", "{\"tenantId\": \"t-file\"}");

        assertThat(signIn("EMPTY").tenantId()).isEqualTo("t-file");
    }

    @Test
    void should_read_the_secret_without_the_line_end_and_never_show_it() {
        SignIn signIn = signIn("tenant client file");

        assertThat(signIn.clientSecret()).isEqualTo(SECRET);
        assertThat(signIn.toString()).contains("t-option", "c-option").doesNotContain(SECRET);
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
