package dev.imagefactory.template;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells contents apart: their length, and the remainders of two polynomials without a common factor, which together are
 * a CRC of 64 bits. It finds every accidental change but one in 2^64; against somebody who looks for two contents that
 * it takes for one it does not help (ADR 0018 says why that is enough, and what SHA-256 would cost).
 */
record ContentChecksum(long bits, int length) {
    static final int BYTES = Long.BYTES + Integer.BYTES;

    static ContentChecksum of(byte[] content) {
        return of(ByteBuffer.wrap(content));
    }

    static ContentChecksum of(ByteBuffer content) {
        CRC32C one = new CRC32C();
        one.update(content.duplicate());
        CRC32 other = new CRC32();
        other.update(content.duplicate());
        return new ContentChecksum(one.getValue() << Integer.SIZE | other.getValue(), content.remaining());
    }

    /** That of two contents together. */
    ContentChecksum and(ContentChecksum other) {
        ByteBuffer both = ByteBuffer.allocate(2 * BYTES);
        write(both);
        other.write(both);
        return of(both.flip());
    }

    void write(ByteBuffer out) {
        out.putLong(bits).putInt(length);
    }

    /** The same bytes. */
    void write(DataOutput out) throws IOException {
        out.writeLong(bits);
        out.writeInt(length);
    }

    static ContentChecksum read(ByteBuffer in) {
        return new ContentChecksum(in.getLong(), in.getInt());
    }
}
