package dev.imagefactory.client.implementation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import reactor.core.publisher.Flux;

/** The last bytes, however they come. */
class EndOfBytesTest {
    @Property(tries = 300)
    void should_keep_the_last_bytes(
            @ForAll @Size(max = 20) List<@IntRange(max = 40) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 60) int longest) {
        byte[] whole = new byte[sizes.stream().mapToInt(Integer::intValue).sum()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (byte) i;
        }
        int[] at = {0};
        Flux<ByteBuffer> stream = Flux.fromIterable(sizes).map(size -> {
            at[0] += size;
            return ByteBuffer.wrap(whole, at[0] - size, size);
        });

        assertThat(new EndOfBytes(longest).of(stream))
                .isEqualTo(Arrays.copyOfRange(whole, Math.max(0, whole.length - longest), whole.length));
    }
}
