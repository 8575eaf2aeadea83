package dev.imagefactory.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes of several threads in one transaction, and so with one sync of the disk: what comes while a transaction is
 * committed gathers for the next. A write is answered once it is committed. One that fails undoes nothing of the
 * others; a transaction that fails fails all of its writes.
 */
final class GroupCommit {
    private final Connection connection;
    private final Object guard;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those whose turn has not come, and those whose transaction is under way. The first one commits for all. */
    private final Deque<Entry<?>> queue = new ArrayDeque<>();

    /**
     * @param connection in JDBC's auto-commit mode
     * @param guard is held while the connection is used, here and elsewhere
     */
    GroupCommit(Connection connection, Object guard) {
        this.connection = connection;
        this.guard = guard;
    }

    /** Statements of one transaction. */
    interface Write<T> {
        T run() throws SQLException;
    }

    /**
     * Runs a write in a transaction, which it may share, and returns once that is committed. The write runs in
     * whichever thread commits. Interrupts are left alone.
     */
    <T> T write(Write<T> write) throws SQLException {
        Entry<T> own = new Entry<>(write, lock.newCondition());
        if (isFirst(own)) {
            commitGroup(own);
        }
        return own.answer();
    }

    /** Waits for the turn of an entry; false where another thread has committed it meanwhile. */
    private boolean isFirst(Entry<?> own) {
        lock.lock();
        try {
            queue.add(own);
            while (!own.ended && queue.peek() != own) {
                own.turn.awaitUninterruptibly();
            }
            return !own.ended;
        } finally {
            lock.unlock();
        }
    }

    private void commitGroup(Entry<?> first) {
        List<Entry<?>> group = List.of(first);
        try {
            synchronized (guard) {
                group = waiting();
                commit(group);
            }
        } finally {
            end(group);
        }
    }

    private List<Entry<?>> waiting() {
        lock.lock();
        try {
            return List.copyOf(queue);
        } finally {
            lock.unlock();
        }
    }

    private void end(List<Entry<?>> group) {
        lock.lock();
        try {
            for (Entry<?> each : group) {
                queue.remove();
                each.ended = true;
                each.turn.signal();
            }
            Entry<?> next = queue.peek();
            if (next != null) {
                next.turn.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Entry<?>> group) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            boolean committed = false;
            try {
                for (Entry<?> each : group) {
                    each.run(statement);
                }
                statement.execute("COMMIT");
                committed = true;
                group.forEach(each -> each.committed = true);
            } finally {
                if (!committed) {
                    rollBack(statement);
                }
            }
        } catch (SQLException e) {
            group.forEach(each -> each.failure = e);
        }
    }

    private static void rollBack(Statement statement) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has done so itself, for instance where the disk is full.
        }
    }

    /** A write that waits for its answer. */
    private static final class Entry<T> {
        private final Write<T> write;
        private final Condition turn;
        private @Nullable T result;
        private @Nullable Exception failure;
        private boolean committed;
        private boolean ended;

        Entry(Write<T> write, Condition turn) {
            this.write = write;
            this.turn = turn;
        }

        /** Runs the write so that it can be undone without the others; throws where that cannot be done. */
        void run(Statement statement) throws SQLException {
            statement.execute("SAVEPOINT write");
            try {
                result = write.run();
            } catch (SQLException | RuntimeException e) {
                failure = e;
                undo(statement, e);
            }
            statement.execute("RELEASE write");
        }

        private static void undo(Statement statement, Exception cause) throws SQLException {
            try {
                statement.execute("ROLLBACK TO write");
            } catch (SQLException e) {
                // SQLite has rolled back the whole transaction, as it does where the disk is full.
                throw new SQLException(cause.getMessage(), cause);
            }
        }

        T answer() throws SQLException {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof SQLException e) {
                throw e;
            }
            if (result == null || !committed) {
                throw new SQLException("the thread that was to commit it failed");
            }
            return result;
        }
    }
}
