package dev.imagefactory.emulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the running emulator share: a data directory, a clock, and emulators that are closed at the end. */
abstract class EmulatorTest {

    /** Each build takes exactly this long. */
    static final Duration BUILD_TIME = Duration.ofHours(2);

    @TempDir
    Path dataDirectory;

    final MutableClock clock = new MutableClock();
    private final Deque<ImageFactoryEmulator> running = new ArrayDeque<>();

    ImageFactoryEmulator.Builder emulator() {
        return ImageFactoryEmulator.builder(dataDirectory)
                .clock(clock)
                .buildTime(BUILD_TIME)
                .buildTimeSpread(false);
    }

    ImageFactoryEmulator started(ImageFactoryEmulator.Builder builder) {
        ImageFactoryEmulator emulator = builder.start();
        running.push(emulator);
        return emulator;
    }

    ContractClient client(ImageFactoryEmulator.Builder builder) {
        return new ContractClient(started(builder).endpoint());
    }

    ContractClient clientWithRule(String rule) {
        return client(emulator().rule(EmulatorRule.parse(rule)));
    }

    void close(ImageFactoryEmulator emulator) {
        running.remove(emulator);
        emulator.close();
    }

    @AfterEach
    void closeEmulators() {
        running.forEach(ImageFactoryEmulator::close);
    }
}
