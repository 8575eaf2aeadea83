package dev.imagefactory.osob;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something to know about the date until which an image must be updated.
 *
 * @param reference beside which the date stands
 * @param kind what there is to know
 * @param date as it stands, or will stand after the update
 * @param previous as it stood before the update; null where it does not move
 */
public record DateNotice(
        Reference reference,
        Kind kind,
        String date,
        @Nullable String previous) {
    /** What there is to know. */
    public enum Kind {
        /** It moves with the reference. */
        MOVED,
        /** It is past, or will soon be, and does not move far enough. */
        DUE,
        /** It does not move with the reference, since others that stay share it. */
        SHARED,
        /** It is no date such as {@code 2026-11-10}. */
        UNREADABLE,
        /** It does not move, since it cannot be edited as it is written, with an escape for instance. */
        UNEDITABLE;

        /** The name in text and JSON, for instance {@code moved}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
