package dev.imagefactory.cli;

import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.LedgerContents;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What a ledger holds, read to make a plan. Nothing is made where there is no ledger: nothing is remembered then. */
final class LedgerReading {
    private final FutureTask<Result> reading;

    /**
     * What was read.
     *
     * @param service the one that the ledger is bound to
     */
    record Result(LedgerContents contents, Optional<String> service) {}

    private LedgerReading(Ledgers ledgers) {
        this.reading = new FutureTask<>(() -> {
            try (BuildLedger ledger = ledgers.openToRead()) {
                return new Result(ledger.contents(), ledger.service());
            }
        });
    }

    /**
     * Begins to read the ledger's file, while the definitions are rendered; a table is asked when its time has come.
     */
    static LedgerReading begin(Ledgers ledgers) {
        LedgerReading ahead = new LedgerReading(ledgers);
        if (ledgers.file().filter(Files::exists).isPresent()) {
            Thread thread = new Thread(ahead.reading, "ledger");
            thread.setDaemon(true);
            thread.start();
        }
        return ahead;
    }

    /**
     * Waits for what was begun, or reads now.
     *
     * @throws dev.imagefactory.planner.LedgerException where the ledger cannot be used
     */
    Result result() {
        reading.run(); // does nothing where another thread has begun
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            } else if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException("reading a ledger has no other exceptions", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the ledger was read", e);
        }
    }
}
