package dev.imagefactory.planner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.template.ImageTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger promises; a test class of each implementation extends it. */
public abstract class BuildLedgerContract {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

    protected static final Lease LEASE = new Lease("run-1", NOW, NOW.plusSeconds(900));

    private BuildLedger ledger;

    /** Opens a new, empty ledger. */
    protected abstract BuildLedger open() throws Exception;

    @BeforeEach
    void openLedger() throws Exception {
        ledger = open();
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void should_be_empty_at_first() {
        assertThat(ledger.contents().builds()).isEmpty();
        assertThat(ledger.payload(new BuildKey("a", "f", 1))).isEmpty();
    }

    @Test
    void should_return_a_claim_as_it_was_ordered() {
        BuildOrder order = order("VS2022/é\"'", 1);

        Build build = claim(order, "{\"a\":\"kv_x\"}").orElseThrow();

        assertThat(build.order()).isEqualTo(order);
        assertThat(build.progress()).isEqualTo(BuildProgress.claimed(LEASE));
        assertThat(build.revision()).isEqualTo(1);
        assertThat(ledger.find(order.key())).contains(build);
        assertThat(ledger.contents().builds()).containsExactly(build);
        assertThat(ledger.payload(order.key())).contains("{\"a\":\"kv_x\"}");
    }

    @Test
    void should_claim_a_key_once() {
        claim(order("a", 1), "{\"first\":1}");

        assertThat(claim(order("a", 1), "{\"second\":2}")).isEmpty();
        assertThat(ledger.payload(order("a", 1).key())).contains("{\"first\":1}");
        assertThat(claim(order("a", 2), "{}")).isPresent();
        assertThat(claim(order("b", 1), "{}")).isPresent();
    }

    @Test
    void should_list_builds_in_the_order_of_their_claims() {
        int seconds = 0;
        for (String id : List.of("c", "a", "b")) {
            claim(order(id, 1, NOW.plusSeconds(seconds++)), "{}");
        }

        assertThat(ledger.contents().builds()).extracting(Build::imageId).containsExactly("c", "a", "b");
    }

    @Test
    void should_remember_progress_with_all_it_says() {
        Build claimed = claim(order("a", 1), "{}").orElseThrow();
        BuildProgress failed = new BuildProgress(
                BuildState.FAILED,
                NOW.plusMillis(1),
                null,
                "job-1",
                true,
                NOW.minusSeconds(5),
                "Source image 'x' could not be found\n",
                "https://host/log");

        Build updated = ledger.update(claimed, failed).orElseThrow();

        assertThat(updated).isEqualTo(new Build(claimed.order(), failed, 2));
        assertThat(ledger.contents().builds()).containsExactly(updated);
    }

    @Test
    void should_remember_what_became_of_an_image() {
        Build claimed = claim(order("a", 1), "{}").orElseThrow();
        BuildProgress succeeded = new BuildProgress(BuildState.SUCCEEDED, NOW, null, "job-1", false, NOW, null, null);
        Rollout proposed = Rollout.NONE.proposed("https://host/pr/1").proposed("imagefactory/osob \u00e9");

        Build rolledOut = ledger.update(claimed, succeeded.with(proposed)).orElseThrow();
        assertThat(ledger.contents().builds()).containsExactly(rolledOut);
        assertThat(rolledOut.progress().rollout()).isEqualTo(proposed);

        Build takenBack = ledger.update(rolledOut, rolledOut.progress().with(proposed.takenBack(NOW)))
                .orElseThrow();
        assertThat(ledger.find(claimed.key())).contains(takenBack);
        assertThat(takenBack.progress().rollout().isTakenBack()).isTrue();

        ledger.update(takenBack, takenBack.progress().with(Rollout.NONE));
        assertThat(ledger.find(claimed.key()).map(build -> build.progress().rollout()))
                .contains(Rollout.NONE);
    }

    @Test
    void should_refuse_an_update_of_what_has_changed_since() {
        Build claimed = claim(order("a", 1), "{}").orElseThrow();
        BuildProgress succeeded = new BuildProgress(BuildState.SUCCEEDED, NOW, null, "job-1", false, NOW, null, null);
        BuildProgress running = new BuildProgress(BuildState.RUNNING, NOW, null, "job-1", null, null, null, null);
        ledger.update(claimed, succeeded);

        assertThat(ledger.update(claimed, running)).isEmpty();
        assertThat(ledger.contents().builds()).extracting(Build::progress).containsExactly(succeeded);
    }

    @Test
    void should_remember_a_lease_until_it_is_given_back() {
        Build claimed = claim(order("a", 1), "{}").orElseThrow();
        Lease later = new Lease("run-2", NOW.plusSeconds(900), NOW.plusSeconds(1800));

        Build taken = ledger.update(claimed, claimed.progress().leased(later)).orElseThrow();
        assertThat(ledger.find(claimed.key())).contains(taken);
        assertThat(taken.progress().lease()).isEqualTo(later);

        Build released = ledger.update(taken, taken.progress().unanswered(NOW)).orElseThrow();
        assertThat(ledger.contents().builds()).containsExactly(released);
        assertThat(released.progress().lease()).isNull();
    }

    @Test
    void should_find_no_build_that_was_never_claimed() {
        claim(order("a", 1), "{}");

        assertThat(ledger.find(order("a", 2).key())).isEmpty();
        assertThat(ledger.update(
                        new Build(order("a", 2), BuildProgress.claimed(LEASE), 1), BuildProgress.claimed(LEASE)))
                .isEmpty();
        assertThat(ledger.contents().builds()).hasSize(1);
    }

    @Test
    void should_take_over_a_build_of_another_ledger_as_it_stands_there() {
        Build build = new Build(
                order("a", 3), new BuildProgress(BuildState.SUCCEEDED, NOW, null, "job-1", true, NOW, null, null), 7);

        assertThat(ledger.restore(build, "{\"a\":1}")).isTrue();
        assertThat(ledger.restore(build, "{\"a\":2}")).isFalse();

        assertThat(ledger.contents().builds()).containsExactly(build);
        assertThat(ledger.payload(build.key())).contains("{\"a\":1}");
    }

    @Test
    void should_hold_payloads_and_texts_of_any_length() {
        String payload = "{\"a\":\"" + "é€😀\\n".repeat(50_000) + "\"}";
        String error = "Source image 'ü' could not be found\n".repeat(5_000);
        Build claimed = claim(order("a", 1), payload).orElseThrow();
        BuildProgress failed = new BuildProgress(BuildState.FAILED, NOW, null, "job-1", null, NOW, error, null);

        Build updated = ledger.update(claimed, failed).orElseThrow();

        assertThat(ledger.contents().builds()).containsExactly(updated);
        assertThat(updated.progress().error()).isEqualTo(error);
        assertThat(ledger.payload(claimed.key())).contains(payload);
    }

    @Test
    void should_belong_to_one_service() {
        assertThat(ledger.service()).isEmpty();
        ledger.bind("https://typing-error");
        ledger.bind("https://a");
        assertThat(ledger.service()).contains("https://a");
        claim(order("a", 1), "{}");
        ledger.bind("https://a");

        assertThatThrownBy(() -> ledger.bind("https://b"))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("https://a")
                .hasMessageContaining("https://b")
                .hasMessageContaining("a ledger of its own");
    }

    @Test
    void should_let_one_of_many_threads_claim() throws Exception {
        List<Callable<Optional<Build>>> claims = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            claims.add(() -> claim(order("a", 1), "{}"));
        }

        assertThat(inParallel(claims)).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void should_let_one_of_many_threads_update() throws Exception {
        Build claimed = claim(order("a", 1), "{}").orElseThrow();
        List<Callable<Optional<Build>>> updates = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String job = "job-" + i;
            updates.add(() -> ledger.update(
                    claimed, new BuildProgress(BuildState.QUEUED, NOW, null, job, null, null, null, null)));
        }

        assertThat(inParallel(updates)).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(ledger.contents().builds()).extracting(Build::revision).containsExactly(2L);
    }

    private Optional<Build> claim(BuildOrder order, String payload) {
        return ledger.claim(order, payload, LEASE);
    }

    protected static BuildOrder order(String imageId, int attempt) {
        return order(imageId, attempt, NOW);
    }

    private static BuildOrder order(String imageId, int attempt, Instant claimedAt) {
        return new BuildOrder(
                new BuildKey(imageId, "0123456789abcdef", attempt),
                UUID.nameUUIDFromBytes((imageId + attempt).getBytes(UTF_8)).toString(),
                claimedAt,
                ReasonCode.NEW,
                List.of(new ImageTarget("Helix_1", "account"), new ImageTarget("Helix, 2", "{\"SubId\":\"x\"}")),
                new TreeMap<>(Map.of("VS_URL", "https://x/{}", "A", "")),
                "fedcba9876543210",
                "0123456789abcdef",
                new BuildKey("base/é\"", "89abcdef01234567", 3));
    }

    private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
