package dev.imagefactory.cli;

import com.nimbusds.oauth2.sdk.TokenRequest;
import dev.imagefactory.keyvault.LocalTls;
import dev.imagefactory.keyvault.VaultServer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.Ssl;
import no.nav.security.mock.oauth2.http.SslKeystore;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * A vault on this machine and an OpenID provider that gives tokens for it. The program knows the vault by a name as
 * Azure gives it, which a file of hosts leads here, and its certificate by the trust store of {@link TrustedTls}.
 */
final class SignedInVault implements AutoCloseable {
    static final String TENANT = "11111111-2222-3333-4444-555555555555";

    /** The name that hosts files give this machine; it belongs to the resource that the vault's challenge names. */
    static final String HOST = "team.vault.test";

    private final List<String> signedIn = new CopyOnWriteArrayList<>();
    private final MockOAuth2Server provider;
    private final VaultServer vault;

    SignedInVault() throws IOException, GeneralSecurityException {
        LocalTls tls = TrustedTls.get();
        provider = new MockOAuth2Server(new OAuth2Config(
                false,
                null,
                null,
                false,
                new OAuth2TokenProvider(),
                Set.of(new Recording()),
                new NettyWrapper(new Ssl(new SslKeystore(
                        LocalTls.PASSWORD,
                        tls.keyStore().toFile(),
                        SslKeystore.KeyStoreType.PKCS12,
                        LocalTls.PASSWORD)))));
        provider.start();
        vault = new VaultServer(tls, TENANT);
    }

    /** The provider's part for the tenant: it remembers what tokens were asked for. */
    private final class Recording extends DefaultOAuth2TokenCallback {
        Recording() {
            super(TENANT + "/oauth2/v2.0");
        }

        @Override
        public List<String> audience(TokenRequest request) {
            signedIn.add(String.valueOf(request.getScope()));
            return List.of("https://vault.test");
        }
    }

    /** Puts what the program needs to sign in and to find the vault into an environment. */
    void announceIn(Map<String, String> environment) {
        environment.put("IMAGE_FACTORY_VAULT", "https://" + HOST + ":" + vault.port());
        environment.put("AZURE_AUTHORITY_HOST", provider.baseUrl().toString());
        environment.put("IMAGE_FACTORY_TENANT_ID", TENANT);
        environment.put("IMAGE_FACTORY_CLIENT_ID", "app");
    }

    VaultServer vault() {
        return vault;
    }

    /** The scopes of the tokens that were asked for. */
    List<String> signedIn() {
        return signedIn;
    }

    @Override
    public void close() {
        provider.shutdown();
        vault.close();
    }
}
