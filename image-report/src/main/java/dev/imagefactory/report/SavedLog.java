package dev.imagefactory.report;

import org.jspecify.annotations.Nullable;

/**
 * The log of a job as it was kept beside the report, or why it was not.
 *
 * @param file the path of the copy, from the report's folder, with {@code /}; null where there is none
 * @param tail its last lines, without secrets; empty where there is no copy
 * @param note why there is no copy, or that it is not whole; null where there is nothing to say
 */
public record SavedLog(
        @Nullable String file, String tail, @Nullable String note) {
    /** A log that could not be kept. */
    public static SavedLog missing(String why) {
        return new SavedLog(null, "", why);
    }
}
