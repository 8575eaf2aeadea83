package dev.imagefactory.client.implementation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import reactor.core.publisher.Flux;

/** The last bytes of a stream, which may be longer than what fits into memory. */
final class EndOfBytes {
    private final int longest;

    /** Up to twice as many as are wanted, so that they are seldom moved. */
    private byte[] kept = {};

    private int length;

    EndOfBytes(int longest) {
        this.longest = longest;
    }

    byte[] of(Flux<ByteBuffer> stream) {
        stream.doOnNext(this::add).blockLast();
        return Arrays.copyOfRange(kept, Math.max(0, length - longest), length);
    }

    private void add(ByteBuffer bytes) {
        int added = bytes.remaining();
        if (length + added > kept.length) {
            int from = Math.max(0, length - longest);
            byte[] moved = new byte[Math.max(length - from + added, Math.min(2 * (length + added), 2 * longest))];
            System.arraycopy(kept, from, moved, 0, length - from);
            kept = moved;
            length -= from;
        }
        bytes.get(kept, length, added);
        length += added;
    }
}
