package dev.imagefactory.emulator;

import org.jspecify.annotations.Nullable;

/**
 * Why something failed: the contract's {@code Error}.
 *
 * @param code a stable name
 * @param message the error in words
 * @param target the part that failed; null where there is none
 */
record Problem(String code, String message, @Nullable String target) {}
