package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ContractClient.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The emulator behind a proxy that turns every breach of the contract, by either side, into an error of its own. */
class ContractProxyTest extends EmulatorTest {

    private static final Pattern LISTENING = Pattern.compile("listening on (?<address>http://127\\.0\\.0\\.1:[0-9]+)");

    @BeforeAll
    static void installTools() throws Exception {
        ContractTools.install();
    }

    @Test
    void should_pass_a_proxy_that_checks_requests_and_answers() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().rule(EmulatorRule.parse("fail=*broken*")));
        Process proxy = ContractTools.tool(
                        "prism",
                        "proxy",
                        "--errors",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        Contract.DOCUMENT.toString(),
                        emulator.endpoint().toString())
                .start();
        try {
            ContractClient client = new ContractClient(address(proxy));
            UUID requestId = UUID.fromString("6f1c5a5e-3f0b-4c5e-9a53-0d8a6f2f4b11");

            Reply created = client.create("helix", requestId);
            UUID job = created.trackingId();
            UUID broken = client.create("?imageName=a&imageName=broken", "{\"Artifacts\":[{\"Name\":\"a\"}]}")
                    .trackingId();

            assertThat(created.status()).isEqualTo(202);
            assertThat(client.create("helix", requestId).trackingId()).isEqualTo(job);
            assertThat(client.create("", "{\"other\":1}", "Repeatability-Request-ID", requestId.toString())
                            .status())
                    .isEqualTo(409);
            assertThat(client.get("/api/images?imageName=HELIX&maxPageSize=1")
                            .json()
                            .get("value"))
                    .hasSize(1);
            assertThat(client.log(job).text()).contains("Queued");
            clock.advance(BUILD_TIME.minus(Duration.ofSeconds(1)));
            assertThat(client.cancel(job).state()).isEqualTo("Cancelled");
            clock.advance(Duration.ofSeconds(1));
            assertThat(client.job(broken).state()).isEqualTo("Failed");
            assertThat(client.cancel(broken).status()).isEqualTo(409);
            assertThat(client.job(requestId).status()).isEqualTo(404);
        } finally {
            kill(proxy);
        }
    }

    /**
     * The first line that names an address where it listens; the output is read on, so that the proxy never waits for
     * it.
     */
    private static URI address(Process proxy) throws IOException {
        BufferedReader output = proxy.inputReader(StandardCharsets.UTF_8);
        StringBuilder read = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                Thread reader = new Thread(() -> output.lines().forEach(ignored -> {}));
                reader.setDaemon(true);
                reader.start();
                return URI.create(matcher.group("address"));
            }
            read.append(line).append('\n');
        }
        throw new AssertionError("The proxy did not start:\n" + read);
    }

    private static void kill(Process proxy) throws InterruptedException {
        proxy.descendants().forEach(ProcessHandle::destroyForcibly);
        proxy.destroyForcibly().waitFor();
    }
}
