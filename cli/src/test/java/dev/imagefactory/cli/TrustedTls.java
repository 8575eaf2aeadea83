package dev.imagefactory.cli;

import dev.imagefactory.keyvault.LocalTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * The certificate of the tests' servers, trusted by this process. A process takes over its trust store once, at its
 * first connection by TLS; so there is one for all tests.
 */
final class TrustedTls {
    private static final LocalTls TLS = create();

    private TrustedTls() {}

    static LocalTls get() {
        return TLS;
    }

    private static LocalTls create() {
        try {
            Files.createDirectories(Path.of("target"));
            LocalTls tls = LocalTls.create(
                    Files.createTempDirectory(Path.of("target"), "tls").toAbsolutePath());
            System.setProperty("javax.net.ssl.trustStore", tls.trustStore().toString());
            System.setProperty("javax.net.ssl.trustStorePassword", LocalTls.PASSWORD);
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The options by which another Java process trusts the certificate, for {@code JDK_JAVA_OPTIONS}. */
    static String javaOptions() {
        return "-Djavax.net.ssl.trustStore=" + TLS.trustStore() + " -Djavax.net.ssl.trustStorePassword="
                + LocalTls.PASSWORD;
    }
}
