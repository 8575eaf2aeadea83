package dev.imagefactory.keyvault;

import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for {@code localhost}, made for the tests of a run, and the trust in it. */
public final class LocalTls {
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "localhost";

    private final Path keyStore;
    private final Path trustStore;
    private final KeyStore keys;

    private LocalTls(Path keyStore, Path trustStore, KeyStore keys) {
        this.keyStore = keyStore;
        this.trustStore = trustStore;
        this.keys = keys;
    }

    /** Makes a certificate with the JDK's keytool; key store and trust store are written into a folder. */
    public static LocalTls create(Path folder) throws IOException, GeneralSecurityException {
        Path keyStore = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,dns:*.vault.test,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(keyStore)) {
            throw new IOException("keytool made no key: " + output);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(keyStore)) {
            keys.load(input, PASSWORD.toCharArray());
        }
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        Path trustStore = folder.resolve("trust.p12");
        try (OutputStream output2 = Files.newOutputStream(trustStore)) {
            trust.store(output2, PASSWORD.toCharArray());
        }
        return new LocalTls(keyStore, trustStore, keys);
    }

    /** The key store, a PKCS #12 file with {@link #PASSWORD}. */
    public Path keyStore() {
        return keyStore;
    }

    /** The trust store for {@code javax.net.ssl.trustStore}, a PKCS #12 file with {@link #PASSWORD}. */
    public Path trustStore() {
        return trustStore;
    }

    /** An HTTP client of azure-core that trusts this certificate and no other. */
    public HttpClient trustingClient() throws IOException, GeneralSecurityException {
        SslContext trusting = SslContextBuilder.forClient()
                .trustManager((X509Certificate) keys.getCertificate(ALIAS))
                .build();
        return new NettyAsyncHttpClientBuilder(
                        reactor.netty.http.client.HttpClient.create().secure(spec -> spec.sslContext(trusting)))
                .build();
    }

    /** A server on a free port of this machine, started. */
    Server serve(HttpHandler handler) throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return new Server(server, threads);
    }

    record Server(HttpsServer server, ExecutorService threads) implements AutoCloseable {
        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
