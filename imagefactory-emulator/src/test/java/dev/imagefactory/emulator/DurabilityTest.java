package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Jobs against kills, and processes against each other. */
class DurabilityTest extends EmulatorTest {

    @Test
    void should_have_each_answered_job_after_a_kill() throws Exception {
        Queue<UUID> answered = new ConcurrentLinkedQueue<>();
        try (EmulatorProcess process = EmulatorProcess.start(dataDirectory)) {
            CountDownLatch enough = new CountDownLatch(25);
            ExecutorService callers = Executors.newFixedThreadPool(4);
            List<Future<?>> ended = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ContractClient client = new ContractClient(process.endpoint());
                ended.add(callers.submit(() -> {
                    try {
                        while (true) {
                            answered.add(client.create("helix").trackingId());
                            enough.countDown();
                        }
                    } catch (IOException killed) {
                        return null;
                    }
                }));
            }
            enough.await();
            process.kill();
            for (Future<?> caller : ended) {
                caller.get();
            }
            callers.shutdown();
        }

        ImageFactoryEmulator reopened = started(emulator());

        assertThat(reopened.jobs()).extracting(StartedJob::trackingId).containsAll(answered);
        assertThat(new ContractClient(reopened.endpoint())
                        .job(answered.remove())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void should_share_a_directory_with_another_process() throws Exception {
        try (EmulatorProcess process = EmulatorProcess.start(dataDirectory)) {
            ContractClient there = new ContractClient(process.endpoint());
            ContractClient here = client(emulator());
            UUID job = there.create("helix").trackingId();

            assertThat(here.cancel(job).status()).isEqualTo(202);
            assertThat(there.job(job).state()).isEqualTo("Cancelled");
        }
    }

    @Test
    void should_open_a_fresh_directory_many_times_at_once() throws Exception {
        int openers = 8;
        CyclicBarrier barrier = new CyclicBarrier(openers);
        ExecutorService threads = Executors.newFixedThreadPool(openers);
        List<Future<Integer>> jobs = new ArrayList<>();
        for (int i = 0; i < openers; i++) {
            jobs.add(threads.submit(() -> {
                barrier.await();
                try (JobStore store = JobStore.open(dataDirectory)) {
                    return store.all().size();
                }
            }));
        }

        for (Future<Integer> count : jobs) {
            assertThat(count.get()).isZero();
        }
        threads.shutdown();
    }
}
