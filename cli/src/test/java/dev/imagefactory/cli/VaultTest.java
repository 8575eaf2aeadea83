package dev.imagefactory.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.keyvault.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The program in a process of its own, with a vault, an OpenID provider and an Image Factory on this machine. The
 * process knows the vault by a name as Azure gives it, and its certificate by the process's trust store.
 */
class VaultTest extends CommandLineTest {
    private static final String SECRET = "s3cr3t-Value_of/the+PAT==";

    private static final String FAILED_JOB =
            "{\"trackingId\": \"1\", \"state\": \"Failed\", \"logUrl\": \"https://log/?" + SECRET
                    + "\", \"error\": {\"code\": \"E\", \"message\": \"no " + SECRET + "\"}}";

    private SignedInVault servers;
    private VaultServer vault;
    private ScriptedService factory;

    @BeforeEach
    void startServers() throws IOException, GeneralSecurityException {
        servers = new SignedInVault();
        vault = servers.vault();
        factory = new ScriptedService(202, "{\"trackingId\": \"1\", \"state\": \"Queued\"}");
        write("templates/secretive.json", """
                {"Artifacts": [{"Name": "clone", "Parameters": {"Pat": "kv_my-pat"}}],
                 "Destination": [{"CustomImageName": "secretive-{BUILD_TIME}"}]}
                """);
        environment.put(
                "JDK_JAVA_OPTIONS",
                TrustedTls.javaOptions() + " -Djdk.net.hosts.file="
                        + write("hosts", "127.0.0.1 localhost team.vault.test\n"));
        environment.put("IMAGE_FACTORY_ENDPOINT", factory.endpoint());
        servers.announceIn(environment);
        environment.put("IMAGE_FACTORY_CLIENT_SECRET", "hush");
    }

    @AfterEach
    void stopServers() {
        servers.close();
        factory.close();
    }

    private Outcome process(String call) throws IOException, InterruptedException {
        try (ProgramProcess process = ProgramProcess.start(folder, environment, call.split(" "))) {
            return process.end();
        }
    }

    @Test
    void should_send_a_secret_of_the_vault_to_the_service_and_nowhere_else() throws Exception {
        vault.hold("my-pat", SECRET, "1");

        Outcome run = process("run");

        assertThat(run.status()).as(run.everything()).isZero();
        assertThat(factory.bodies()).singleElement().asString().contains("\"Pat\":\"" + SECRET + "\"");
        assertThat(vault.requests()).containsExactly("/secrets/my-pat/");
        assertThat(servers.signedIn()).singleElement().asString().contains("https://vault.test/.default");
        assertThat(run.everything())
                .doesNotContain(SECRET, "hush", vault.tokens().get(0));
        assertThat(Files.readString(ledger(), ISO_8859_1)).doesNotContain(SECRET);
    }

    @Test
    void should_hide_the_vaults_secrets_in_what_the_service_says_of_one_job() throws Exception {
        vault.hold("my-pat", SECRET, "1");
        factory.answer(200, FAILED_JOB);

        Outcome status = process("status 1");

        assertThat(status.status()).as(status.everything()).isEqualTo(1);
        assertThat(status.out()).isEqualTo("1 failed: E: no (secret); log: https://log/?(secret)\n");
    }

    @Test
    void should_leave_out_what_the_service_says_of_one_job_where_a_secret_cannot_be_looked_up() throws Exception {
        vault.refuseOnce(403, "Forbidden", "ForbiddenByRbac", "no");
        factory.answer(200, FAILED_JOB);
        Outcome refused = process("status 1");

        factory.answer(400, "{\"error\": {\"code\": \"E\", \"message\": \"no " + SECRET + "\"}}");
        Outcome missing = process("status 1 --output json");

        assertThat(refused.status()).as(refused.everything()).isEqualTo(1);
        assertThat(refused.out())
                .startsWith("1 failed: the service's words are left out, as they may repeat a secret that could not be"
                        + " looked up: the vault https://team.vault.test")
                .doesNotContain("log: ");
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.json().get("error").textValue())
                .startsWith("the service did not say how the job 1 stands (it answered 400); the service's words are"
                        + " left out, as they may repeat a secret that could not be looked up: the secret 'my-pat' is not"
                        + " in the vault");
        assertThat(refused.everything() + missing.everything()).doesNotContain(SECRET);
    }

    @Test
    void should_let_a_variable_of_the_environment_win() throws Exception {
        environment.put("KV_MY_PAT", "local-value");

        Outcome run = process("run");

        assertThat(run.status()).as(run.everything()).isZero();
        assertThat(factory.bodies()).singleElement().asString().contains("local-value");
        assertThat(vault.requests()).isEmpty();
        assertThat(servers.signedIn()).isEmpty();
    }

    @Test
    void should_build_anew_for_a_new_version_where_versions_count() throws Exception {
        vault.hold("my-pat", SECRET, "version-1");
        define("open");
        assertThat(process("run --secret-versions").status()).isZero();
        factory.answer(200, "{\"trackingId\": \"1\", \"state\": \"Succeeded\"}");
        assertThat(process("run --secret-versions").status()).isZero();
        int asked = vault.requests().size();

        Outcome same = process("plan --secret-versions --all --output json");
        vault.hold("my-pat", SECRET + "2", "version-2");
        Outcome rotated = process("plan --secret-versions --all --output json");
        Outcome status = process("status --secret-versions --output json");
        environment.put("KV_MY_PAT", "local");
        Outcome local = process("plan --secret-versions --output json");

        assertThat(same.image("secretive").at("/reason/code").textValue()).isEqualTo("up-to-date");
        assertThat(rotated.image("secretive").at("/reason/message").textValue())
                .isEqualTo("kv_my-pat: version-1 -> version-2");
        assertThat(rotated.image("open").at("/reason/code").textValue()).isEqualTo("up-to-date");
        assertThat(status.image("secretive").get("action").textValue()).isEqualTo("build");
        assertThat(local.image("secretive").at("/reason/message").textValue())
                .isEqualTo("kv_my-pat: version-1 -> environment");
        assertThat(vault.requests()).hasSize(asked + 3);
    }

    @Test
    void should_count_versions_where_the_saved_plan_does() throws Exception {
        vault.hold("my-pat", SECRET, "version-1");
        assertThat(process("plan --secret-versions --out plan.json").status()).isZero();
        vault.hold("my-pat", SECRET + "2", "version-2");
        Outcome stale = process("run --plan plan.json");
        vault.hold("my-pat", SECRET, "version-1");

        Outcome run = process("run --plan plan.json");

        assertThat(stale.status()).as(stale.everything()).isEqualTo(2);
        assertThat(stale.err()).contains("its payload has changed (kv_my-pat: version-1 -> version-2)");
        assertThat(run.status()).as(run.everything()).isZero();
        assertThat(factory.bodies()).hasSize(1);
    }

    @Test
    void should_end_with_3_where_the_vault_refuses() throws Exception {
        vault.hold("my-pat", SECRET, "1");
        for (int i = 0; i < 2; i++) {
            vault.refuseOnce(
                    403, "Forbidden", "ForbiddenByRbac", "Caller is not authorized to perform action on resource.");
        }

        Outcome run = process("run");
        Outcome plan = process("plan --secret-versions --output json");

        assertThat(run.status()).as(run.everything()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "the vault https://team.vault.test:" + vault.port() + " does not give out the secret 'my-pat'")
                .contains("az role assignment create --role \"Key Vault Secrets User\"");
        assertThat(plan.status()).isEqualTo(3);
        assertThat(plan.json().get("error").textValue()).contains("ForbiddenByRbac");
        assertThat(factory.bodies()).isEmpty();
    }

    @Test
    void should_hold_up_only_the_image_whose_secret_is_missing() throws Exception {
        define("open");

        Outcome run = process("run --secret-versions --output json");

        assertThat(run.status()).as(run.everything()).isEqualTo(3);
        assertThat(run.json().at("/incidents/0/kind").textValue()).isEqualTo("missing-secret");
        assertThat(run.json().at("/incidents/0/imageId").textValue()).isEqualTo("secretive");
        assertThat(run.err()).contains("the secret 'my-pat' is not in the vault https://team.vault.test:");
        assertThat(run.image("open").get("state").textValue()).isEqualTo("queued");
        assertThat(vault.requests()).hasSize(1);
    }

    @Test
    void should_say_that_the_sign_in_for_the_vault_fails() throws Exception {
        environment.put("IMAGE_FACTORY_TENANT_ID", "99999999-2222-3333-4444-555555555555");

        Outcome run = process("run");

        assertThat(run.status()).as(run.everything()).isEqualTo(3);
        assertThat(run.err())
                .contains("no token could be had: a token of the tenant " + SignedInVault.TENANT
                        + " is wanted, and the sign-in is to 9999")
                .contains("check the tenant id (--tenant-id or IMAGE_FACTORY_TENANT_ID)");
        assertThat(factory.bodies()).isEmpty();
    }

    @Test
    void should_load_nothing_of_azures_sign_in_or_vault_for_an_emulated_service() throws Exception {
        environment.remove("IMAGE_FACTORY_ENDPOINT");
        environment.put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + folder.resolve("classes.txt"));

        Outcome run = process("run --emulator --secret-versions");

        assertThat(run.status()).as(run.everything()).isZero();
        assertThat(run.err()).contains("the emulator gets a placeholder");
        assertThat(Files.readString(folder.resolve("classes.txt")))
                .contains("dev.imagefactory.cli.Azure ")
                .doesNotContain("com.azure.identity.", "com.azure.security.keyvault.", "com.microsoft.aad.");
        assertThat(vault.requests()).isEmpty();
    }

    @Test
    void should_need_a_vault_for_versions() {
        environment.remove("IMAGE_FACTORY_VAULT");

        for (String call : List.of("plan --secret-versions", "run --secret-versions", "status --secret-versions")) {
            Outcome outcome = run(call.split(" "));

            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.err()).contains("--secret-versions needs the vault that knows them (--vault or");
        }
    }

    @Test
    void should_say_before_the_first_image_what_the_sign_in_for_the_vault_lacks() {
        environment.remove("IMAGE_FACTORY_CLIENT_SECRET");
        ImageFactoryEmulator emulator = emulator();

        Outcome run = run("run");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("to sign in by client-secret, the client secret");
        assertThat(emulator.jobs()).isEmpty();
    }
}
