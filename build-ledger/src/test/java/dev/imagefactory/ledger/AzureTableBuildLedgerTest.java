package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableItem;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildLedgerContract;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.LedgerException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AzureTableBuildLedgerTest extends BuildLedgerContract {
    private static final AtomicInteger TABLES = new AtomicInteger();

    @AutoClose
    private static Azurite azurite;

    private final String table = "ledger" + TABLES.incrementAndGet();

    @BeforeAll
    static void startAzurite() throws Exception {
        azurite = Azurite.start();
    }

    @Override
    protected BuildLedger open() {
        return AzureTableBuildLedger.openWithConnectionString(azurite.connectionString(), table);
    }

    private TableClient client() {
        return azurite.client(table);
    }

    @Test
    void should_prove_that_it_may_write_without_writing() {
        AzureTableBuildLedger ledger =
                AzureTableBuildLedger.openWithConnectionString(azurite.connectionString(), table);
        assertThat(ledger.isProvenWritable()).isFalse();
        ledger.bind("https://a");
        long before = client().listEntities().stream().count();

        assertThat(ledger.isProvenWritable()).isTrue();

        assertThat(client().listEntities().stream().count()).isEqualTo(before);
    }

    @Test
    void should_make_no_table_for_reading() {
        BuildLedger ledger = open();

        assertThat(ledger.contents().builds()).isEmpty();
        assertThat(ledger.service()).isEmpty();
        assertThat(ledger.find(order("a", 1).key())).isEmpty();
        assertThat(new TableServiceClientBuilder()
                        .connectionString(azurite.connectionString())
                        .buildClient()
                        .listTables())
                .extracting(TableItem::getName)
                .doesNotContain(table);
    }

    @Test
    void should_read_thousands_of_builds_in_few_requests_and_in_the_order_of_their_claims() {
        client().createTable();
        List<Build> written = new ArrayList<>();
        for (int batch = 0; batch < 11; batch++) {
            List<TableTransactionAction> actions = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                BuildOrder some = order("VS2022/image-" + i, batch + 1);
                BuildOrder order = new BuildOrder(
                        some.key(),
                        some.requestId(),
                        some.claimedAt().plusSeconds(i % 7),
                        some.reason(),
                        some.targets(),
                        some.variables(),
                        some.definitionFingerprint(),
                        some.defaultsFingerprint(),
                        some.base());
                Build build = new Build(order, BuildProgress.claimed(LEASE), 1);
                written.add(build);
                actions.add(new TableTransactionAction(
                        TableTransactionActionType.CREATE, TableLayout.entity(build, "some write")));
            }
            client().submitTransaction(actions);
        }
        written.sort((a, b) -> {
            int byTime = a.order().claimedAt().compareTo(b.order().claimedAt());
            int byImage = byTime != 0 ? byTime : a.imageId().compareTo(b.imageId());
            return byImage != 0 ? byImage : a.key().attempt() - b.key().attempt();
        });
        AtomicInteger requests = new AtomicInteger();
        BuildLedger ledger = AzureTableBuildLedger.open(
                new TableClientBuilder()
                        .connectionString(azurite.connectionString())
                        .addPolicy(counting(requests)),
                table);

        assertThat(ledger.contents().builds()).isEqualTo(written);
        assertThat(requests).hasValue(2);
    }

    private static HttpPipelineSyncPolicy counting(AtomicInteger requests) {
        return new HttpPipelineSyncPolicy() {
            @Override
            protected HttpResponse afterReceivedResponse(HttpPipelineCallContext context, HttpResponse response) {
                requests.incrementAndGet();
                return response;
            }
        };
    }

    @Test
    void should_keep_characters_whole_where_a_long_text_is_split() {
        BuildLedger ledger = open();
        for (String before : List.of("", "x")) {
            String payload = before + "😀".repeat(50_000);
            BuildOrder order = order("image" + before, 1);
            ledger.claim(order, payload, LEASE);

            assertThat(ledger.payload(order.key())).contains(payload);
            TableEntity entity = client().getEntity(TableLayout.PARTITION, TableLayout.payloadRow(order.key()));
            assertThat(entity.getProperties().values())
                    .filteredOn(String.class::isInstance)
                    .hasSizeGreaterThan(4)
                    .allMatch(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text.toString()));
        }
    }

    @Test
    void should_take_ids_with_all_characters_that_azure_forbids_in_keys() {
        BuildLedger ledger = open();
        List<String> ids =
                List.of("a/b", "a\\b", "a#b", "a?b", "a'b", "a\tb", "a\u0085b", "a b", "a%2Fb", "é".repeat(600));
        for (String id : ids) {
            assertThat(ledger.claim(order(id, 1), "{}", LEASE)).as(id).isPresent();
            assertThat(ledger.find(order(id, 1).key())).as(id).isPresent();
        }

        assertThat(ledger.contents().builds()).extracting(Build::imageId).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void should_refuse_what_is_too_large_before_anything_is_written() {
        BuildLedger ledger = open();
        BuildOrder order = order("a", 1);

        assertThatThrownBy(() -> ledger.claim(order, "x".repeat(500_001), LEASE))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("too large")
                .hasMessageContaining("nothing was written");
        assertThat(ledger.contents().builds()).isEmpty();
        assertThat(ledger.payload(order.key())).isEmpty();

        Build largest = ledger.claim(order, "é".repeat(499_000), LEASE).orElseThrow();
        assertThat(ledger.payload(order.key()).orElseThrow()).hasSize(499_000);
        assertThatThrownBy(() -> ledger.update(
                        largest,
                        new BuildProgress(
                                BuildState.FAILED, Instant.EPOCH, null, null, null, null, "x".repeat(500_001), null)))
                .isInstanceOf(LedgerException.class);
        assertThat(ledger.contents().builds()).containsExactly(largest);
    }

    @Test
    void should_forget_what_an_update_takes_away() {
        BuildLedger ledger = open();
        Build claimed = ledger.claim(order("a", 1), "{}", LEASE).orElseThrow();
        Build failed = ledger.update(
                        claimed,
                        new BuildProgress(
                                BuildState.FAILED, Instant.EPOCH, null, "job", true, null, "x".repeat(70_000), "log"))
                .orElseThrow();
        BuildProgress short_ =
                new BuildProgress(BuildState.FAILED, Instant.EPOCH, null, "job", true, null, "short", null);

        ledger.update(failed, short_);

        assertThat(ledger.contents().builds()).extracting(Build::progress).containsExactly(short_);
    }

    @Test
    void should_set_aside_a_build_that_cannot_be_read() {
        List<Consumer<Map<String, Object>>> damages = List.of(
                properties -> properties.remove("variables"),
                properties -> properties.put("variables", "["),
                properties -> properties.put("variables", "null"),
                properties -> properties.put("variables", "{\"A\":null}"),
                properties -> properties.put("targets", "[null]"),
                properties -> properties.put("requestId", "1-2-3-4-5"),
                properties -> properties.put("reason", "whim"),
                properties -> properties.put("claimedAt", "soon"),
                properties -> properties.put("state", "asleep"),
                properties -> properties.remove("leaseUntil"),
                properties -> properties.put("attempt", "x"),
                properties -> properties.put("attempt", 7),
                properties -> properties.remove("revision"),
                properties -> properties.put("error_parts", 2));
        BuildLedger ledger = open();
        ledger.claim(order("VS2022/a", 1), "{}", LEASE);
        ledger.claim(order("VS2022/b", 1), "{}", LEASE);
        String row = TableLayout.buildRow(order("VS2022/a", 1).key());
        Map<String, Object> whole =
                Map.copyOf(client().getEntity(TableLayout.PARTITION, row).getProperties());
        int number = 0;
        for (Consumer<Map<String, Object>> damage : damages) {
            TableEntity entity = new TableEntity(TableLayout.PARTITION, row);
            entity.getProperties().putAll(whole);
            damage.accept(entity.getProperties());
            client().updateEntity(entity, TableEntityUpdateMode.REPLACE);

            LedgerContents contents = ledger.contents();
            assertThat(contents.builds()).extracting(Build::imageId).containsExactly("VS2022/b");
            assertThat(contents.unreadable())
                    .as("damage " + number++)
                    .singleElement()
                    .satisfies(unreadable -> {
                        assertThat(unreadable.imageId()).isEqualTo("VS2022/a");
                        assertThat(unreadable.description()).contains(row).contains(table);
                    });
            assertThatThrownBy(() -> ledger.find(order("VS2022/a", 1).key()))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("VS2022/a");
        }
    }

    @Test
    void should_have_no_payload_where_it_is_damaged() {
        BuildLedger ledger = open();
        BuildOrder order = order("a", 1);
        ledger.claim(order, "x".repeat(70_000), LEASE);
        TableEntity payload = client().getEntity(TableLayout.PARTITION, TableLayout.payloadRow(order.key()));
        payload.getProperties().remove("payload_2");
        client().updateEntity(payload, TableEntityUpdateMode.REPLACE);

        assertThat(ledger.payload(order.key())).isEmpty();
    }

    @Test
    void should_let_an_image_be_claimed_anew_whose_build_somebody_deleted() {
        BuildLedger ledger = open();
        BuildOrder order = order("a", 1);
        ledger.claim(order, "{\"first\":1}", LEASE);
        client().deleteEntity(TableLayout.PARTITION, TableLayout.buildRow(order.key()));

        assertThat(ledger.claim(order, "{\"second\":2}", LEASE)).isPresent();
        assertThat(ledger.payload(order.key())).contains("{\"second\":2}");
    }

    @Test
    void should_refuse_a_ledger_of_a_newer_version() {
        open().bind("https://a");
        client().upsertEntity(new TableEntity(TableLayout.PARTITION, TableLayout.LEDGER).addProperty("version", 2));

        for (Consumer<BuildLedger> use : List.<Consumer<BuildLedger>>of(
                BuildLedger::contents,
                BuildLedger::service,
                ledger -> ledger.bind("https://a"),
                ledger -> ledger.claim(order("a", 1), "{}", LEASE))) {
            assertThatThrownBy(() -> use.accept(open()))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("newer version");
        }
    }

    @Test
    void should_let_in_the_service_of_the_first_claim_only() {
        BuildLedger one = open();
        BuildLedger other = open();
        one.bind("https://one");
        other.bind("https://other");

        assertThat(one.claim(order("a", 1), "{}", LEASE)).isPresent();

        assertThat(one.service()).contains("https://one");
        assertThatThrownBy(() -> other.claim(order("b", 1), "{}", LEASE))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("https://one")
                .hasMessageContaining("https://other");
        assertThat(one.contents().builds()).hasSize(1);
    }

    @Test
    void should_let_in_no_other_service_that_was_bound_before_the_first_claim_and_claims_at_the_same_time() {
        BuildLedger other = open();
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        BuildLedger one = AzureTableBuildLedger.open(
                new TableClientBuilder()
                        .connectionString(azurite.connectionString())
                        .addPolicy(new HttpPipelineSyncPolicy() {
                            @Override
                            protected void beforeSendingRequest(HttpPipelineCallContext context) {
                                if (context.getHttpRequest().getUrl().getPath().endsWith("$batch")) {
                                    meanwhile.getAndSet(() -> {}).run();
                                }
                            }
                        }),
                table);
        one.bind("https://one");
        meanwhile.set(() -> {
            other.bind("https://other");
            other.claim(order("a", 1), "{}", LEASE);
        });

        assertThat(one.claim(order("a", 1), "{}", LEASE)).isEmpty();

        assertThatThrownBy(() -> one.claim(order("b", 1), "{}", LEASE))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("https://other");
        assertThat(other.contents().builds()).hasSize(1);
    }

    @Test
    void should_hold_builds_of_one_service_however_many_are_bound_to_others_at_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                String raced = table + "x" + round;
                AtomicInteger services = new AtomicInteger();
                Callable<Boolean> claiming = () -> {
                    String service = "service-" + services.getAndIncrement() % 4;
                    BuildLedger ledger =
                            AzureTableBuildLedger.openWithConnectionString(azurite.connectionString(), raced);
                    try {
                        ledger.bind(service);
                        // The same image for all at first, so that claims meet as well.
                        ledger.claim(order("image", 1), "\"" + service + "\"", LEASE);
                        ledger.claim(order(service, 1), "\"" + service + "\"", LEASE);
                        return true;
                    } catch (LedgerException e) {
                        assertThat(e).hasMessageContaining("belongs to the service");
                        return false;
                    }
                };
                for (Future<Boolean> claimed : threads.invokeAll(Collections.nCopies(8, claiming))) {
                    claimed.get();
                }

                BuildLedger ledger = AzureTableBuildLedger.openWithConnectionString(azurite.connectionString(), raced);
                String service = ledger.service().orElseThrow();
                assertThat(ledger.contents().builds())
                        .extracting(Build::imageId)
                        .containsExactlyInAnyOrder("image", service);
                assertThat(ledger.payload(order("image", 1).key())).contains("\"" + service + "\"");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void should_let_one_of_two_processes_claim_each_build() throws Exception {
        assertThat(Claimer.claimedByTwo(azurite.connectionString(), table))
                .hasSize(Claimer.BUILDS)
                .doesNotHaveDuplicates();
    }

    @Test
    void should_keep_every_claim_that_was_answered_before_a_kill() throws Exception {
        List<String> answered = Claimer.answeredBeforeKill(azurite.connectionString(), table);

        assertThat(open().contents().builds()).extracting(Build::imageId).containsAll(answered);
    }
}
