package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code doctor} finds about tokens and secrets, against a vault and an OpenID provider over TLS. */
class DoctorVaultTest extends CommandLineTest {
    private static final String SECRET = "s3cr3t-value-of-the-vault";

    private SignedInVault servers;

    @BeforeEach
    void startServers() throws IOException, GeneralSecurityException {
        servers = new SignedInVault();
        servers.announceIn(environment);
        environment.put("IMAGE_FACTORY_CLIENT_SECRET", "hush-hush");
        write("templates/image.json", """
                {"Artifacts": [{"Name": "clone", "Parameters": {"Pat": "kv_my-pat", "Key": "kv_my-key"}}],
                 "Destination": [{"CustomImageName": "image-{BUILD_TIME}"}]}
                """);
        emulator(builder -> builder.requireToken(true));
        environment.put("IMAGE_FACTORY_RESOURCE_ID", "api://image-factory");
    }

    @AfterEach
    void stopServers() {
        servers.close();
    }

    private Outcome doctor() {
        Outcome doctor = run(Clock.systemUTC(), "doctor");
        assertThat(doctor.everything()).doesNotContain(SECRET, "hush-hush");
        servers.vault()
                .tokens()
                .forEach(token -> assertThat(doctor.everything()).doesNotContain(token));
        return doctor;
    }

    private static String inDays(int days) {
        return "\"enabled\": true, \"exp\": "
                + Instant.now(Clock.systemUTC())
                        .plus(Duration.ofDays(days))
                        .plusSeconds(3600)
                        .getEpochSecond();
    }

    @Test
    void should_get_a_token_and_each_secret_and_say_which_expires_first() {
        servers.vault().hold("my-pat", SECRET, "1", inDays(40));
        servers.vault().hold("my-key", SECRET, "1");

        Outcome doctor = doctor();

        assertThat(doctor.status()).as(doctor.everything()).isZero();
        assertThat(doctor.out())
                .contains("ok       sign-in        client-secret gives a token for api://image-factory; when the client"
                        + " secret expires is not known here")
                .containsPattern(
                        "ok       secrets        2 secrets, each with a value; 'my-pat' is the first that expires on"
                                + " [0-9-]+, in 40 days; the vault https://team.vault.test:[0-9]+ may be asked")
                .containsPattern("ok       clock          differs from that of https://team.vault.test:");
        assertThat(servers.signedIn())
                .anyMatch(scope -> scope.contains("api://image-factory/.default"))
                .anyMatch(scope -> scope.contains("https://vault.test/.default"));
    }

    @Test
    void should_warn_of_secrets_that_expire_soon_and_tell_those_that_are_missing() {
        servers.vault().hold("my-pat", SECRET, "1", inDays(12));

        Outcome doctor = doctor();

        assertThat(doctor.status()).isEqualTo(3);
        assertThat(doctor.out())
                .contains("error    secrets        the secret 'my-key' is not in the vault https://team.vault.test:")
                .containsPattern("warning  secrets        the secret 'my-pat' expires on [0-9-]+, in 12 days; bring a");
    }

    @Test
    void should_ask_the_vault_although_the_environment_has_all_secrets() {
        environment.put("KV_MY_PAT", SECRET);
        environment.put("KV_MY_KEY", SECRET);

        Outcome allowed = doctor();
        servers.vault().refuseOnce(403, "Forbidden", "ForbiddenByRbac", "no");
        Outcome refused = doctor();

        assertThat(allowed.out()).contains("2 secrets, each with a value, no date of expiry known; the vault https");
        assertThat(refused.out()).contains("error    secrets        ", "Key Vault Secrets User");
        assertThat(refused.status()).isEqualTo(3);
    }

    @Test
    void should_say_that_no_token_can_be_had_and_look_at_the_rest() {
        environment.put("IMAGE_FACTORY_TENANT_ID", "99999999-2222-3333-4444-555555555555");
        environment.remove("IMAGE_FACTORY_CLIENT_SECRET");

        Outcome doctor = doctor();

        assertThat(doctor.status()).isEqualTo(2);
        assertThat(doctor.out())
                .contains("error    sign-in        to sign in by client-secret, the client secret")
                .contains("ok       ledger ");
    }

    @Test
    void should_start_no_job() {
        ImageFactoryEmulator factory = emulator(builder -> builder.requireToken(true));

        doctor();

        assertThat(factory.jobs()).isEmpty();
    }
}
