package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

@Timeout(60)
class GroupCommitTest {
    private static final int THREADS = 64;

    @TempDir
    private Path folder;

    private final Object guard = new Object();
    private final AtomicInteger commits = new AtomicInteger();
    private Connection connection;
    private GroupCommit transactions;

    @BeforeEach
    void open() throws SQLException {
        connection = connected();
        execute("PRAGMA journal_mode = WAL");
        execute("PRAGMA foreign_keys = ON");
        execute(
                "CREATE TABLE word (number INTEGER PRIMARY KEY, of INTEGER REFERENCES word DEFERRABLE INITIALLY DEFERRED)");
        ((SQLiteConnection) connection).addCommitListener(new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                commits.incrementAndGet();
            }

            @Override
            public void onRollback() {}
        });
        transactions = new GroupCommit(connection, guard);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void should_commit_at_once_what_waits_at_the_same_time() throws Exception {
        List<Future<Integer>> answers = together(this::insert);

        for (int number = 0; number < THREADS; number++) {
            assertThat(answers.get(number).get()).isEqualTo(number);
        }
        assertThat(numbers()).hasSize(THREADS);
        assertThat(commits).hasValue(1);
    }

    @Test
    void should_gather_what_comes_during_a_commit_for_the_next() throws Exception {
        CompletableFuture<Void> going = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        Callable<Integer> slow = () -> transactions.write(() -> {
            going.complete(null);
            goOn.join();
            return insert(THREADS);
        });
        Future<Integer> first = inThreads(List.of(slow), thread -> {}).get(0);
        going.join();

        List<Future<Integer>> others = started(this::insert);
        goOn.complete(null);

        assertThat(first.get()).isEqualTo(THREADS);
        for (Future<Integer> other : others) {
            other.get();
        }
        assertThat(numbers()).hasSize(THREADS + 1);
        assertThat(commits).hasValue(2);
    }

    @Test
    void should_undo_what_fails_alone() throws Exception {
        execute("INSERT INTO word VALUES (3, NULL)");
        commits.set(0);

        List<Future<Integer>> answers = together(number -> {
            int inserted = insert(number);
            if (number % 2 == 0) {
                throw new IllegalStateException("not " + number);
            }
            return inserted;
        });

        for (int number = 0; number < THREADS; number++) {
            Future<Integer> answer = answers.get(number);
            if (number == 3) {
                assertThatThrownBy(answer::get).hasCauseInstanceOf(SQLException.class);
            } else if (number % 2 == 0) {
                assertThatThrownBy(answer::get)
                        .hasCauseInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("not " + number);
            } else {
                assertThat(answer.get()).isEqualTo(number);
            }
        }
        assertThat(numbers()).hasSize(THREADS / 2).allMatch(number -> number % 2 == 1);
        assertThat(commits).hasValue(1);
    }

    @Test
    void should_fail_all_whose_commit_fails() throws Exception {
        List<Future<Integer>> answers = together(number -> {
            execute("INSERT INTO word VALUES (" + number + ", " + (number == 7 ? 1_000 : number) + ")");
            return number;
        });

        for (Future<Integer> answer : answers) {
            assertThatThrownBy(answer::get)
                    .hasCauseInstanceOf(SQLException.class)
                    .hasMessageContaining("FOREIGN KEY");
        }
        assertThat(numbers()).isEmpty();
        assertThat(transactions.<Integer>write(() -> insert(1))).isEqualTo(1);
        assertThat(numbers()).containsExactly(1);
    }

    @Test
    void should_fail_all_whose_transaction_is_gone() throws Exception {
        execute("INSERT INTO word VALUES (7, NULL)");

        List<Future<Integer>> answers = together(number -> {
            execute("INSERT OR ROLLBACK INTO word VALUES (" + number + ", NULL)");
            return number;
        });

        for (Future<Integer> answer : answers) {
            assertThatThrownBy(answer::get)
                    .hasCauseInstanceOf(SQLException.class)
                    .hasMessageContaining("UNIQUE");
        }
        assertThat(numbers()).containsExactly(7);
        assertThat(transactions.<Integer>write(() -> insert(1))).isEqualTo(1);
    }

    @Test
    void should_answer_nobody_that_it_was_written_where_a_thread_ends_in_the_middle() throws Exception {
        List<Future<Integer>> answers = together(number -> {
            int inserted = insert(number);
            if (number == 7) {
                throw new StackOverflowError();
            }
            return inserted;
        });

        for (Future<Integer> answer : answers) {
            assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class);
        }
        assertThat(numbers()).isEmpty();
        assertThat(transactions.<Integer>write(() -> insert(1))).isEqualTo(1);
    }

    @Test
    void should_fail_all_where_another_process_keeps_the_lock() throws Exception {
        execute("PRAGMA busy_timeout = 1");
        try (Connection other = connected();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            for (Future<Integer> answer : together(this::insert)) {
                assertThatThrownBy(answer::get).hasMessageContaining("SQLITE_BUSY");
            }
            statement.execute("ROLLBACK");
        }
        assertThat(transactions.<Integer>write(() -> insert(1))).isEqualTo(1);
        assertThat(numbers()).containsExactly(1);
    }

    @Test
    void should_write_in_interrupted_threads_and_leave_them_so() throws Exception {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            tasks.add(() -> {
                if (number % 2 == 0) {
                    Thread.currentThread().interrupt();
                }
                transactions.write(() -> insert(number));
                return Thread.interrupted();
            });
        }
        List<Future<Boolean>> interrupted;
        synchronized (guard) {
            interrupted = inThreads(tasks, Thread::interrupt);
        }

        for (Future<Boolean> each : interrupted) {
            assertThat(each.get()).isTrue();
        }
        assertThat(numbers()).hasSize(THREADS);
    }

    /** A write of the number that it is given. */
    private interface NumberedWrite {
        int write(int number) throws SQLException;
    }

    /** Writes the numbers up to the count of threads, each in a thread of its own, all waiting at the same time. */
    private List<Future<Integer>> together(NumberedWrite write) throws InterruptedException {
        synchronized (guard) {
            return started(write);
        }
    }

    /** The same, once all of them wait; the answers are in the order of the numbers. */
    private List<Future<Integer>> started(NumberedWrite write) throws InterruptedException {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            tasks.add(() -> transactions.write(() -> write.write(number)));
        }
        return inThreads(tasks, thread -> {});
    }

    private static <T> List<Future<T>> inThreads(List<Callable<T>> tasks, Consumer<Thread> onceAllWait)
            throws InterruptedException {
        List<Future<T>> answers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Callable<T> task : tasks) {
            FutureTask<T> future = new FutureTask<>(task);
            answers.add(future);
            Thread thread = new Thread(future);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.BLOCKED) {
                Thread.sleep(1);
            }
        }
        threads.forEach(onceAllWait);
        return answers;
    }

    private int insert(int number) throws SQLException {
        execute("INSERT INTO word VALUES (" + number + ", NULL)");
        return number;
    }

    private void execute(String statement) throws SQLException {
        try (Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    private Connection connected() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("words.db"));
    }

    /** As another process sees them. */
    private List<Integer> numbers() throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Connection other = connected();
                Statement select = other.createStatement();
                ResultSet row = select.executeQuery("SELECT number FROM word ORDER BY number")) {
            while (row.next()) {
                numbers.add(row.getInt(1));
            }
        }
        return numbers;
    }
}
