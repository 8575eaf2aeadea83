package dev.imagefactory.cli;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Canaries from a vault, of which the environment knows nothing. */
class VaultCanaryTest extends CanaryFixture {
    private SignedInVault servers;

    @BeforeEach
    void fillVault() throws IOException, GeneralSecurityException {
        servers = new SignedInVault();
        servers.announceIn(environment);
        SECRETS.forEach(
                (name, value) -> servers.vault().hold(name, EchoingService.inner(TextNode.valueOf(value)), "1"));
    }

    @AfterEach
    void stopServers() {
        servers.close();
    }
}
