package dev.imagefactory.cli;

import dev.imagefactory.template.SecretMemory;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one check of {@code doctor} found.
 *
 * @param check names the check
 * @param what was found
 * @param nextStep what to do; null where nothing is to be done
 * @param exitCode what an error makes the exit code; {@code OK} for whatever is none
 */
record Finding(
        String check,
        Verdict verdict,
        String what,
        @Nullable String nextStep,
        ExitCode exitCode) {
    /** How bad it is. */
    enum Verdict {
        OK,
        /** Not looked at, for a reason that is not wrong in itself. */
        SKIPPED,
        WARNING,
        ERROR;

        /** The name in text and JSON: lower case. */
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What could not be asked comes first, as for a run: without it the rest is not known. */
    private static final List<ExitCode> WORST_FIRST = List.of(
            ExitCode.INTERNAL_ERROR, ExitCode.UNREACHABLE, ExitCode.INVALID_INPUT, ExitCode.IMAGE_FAILED, ExitCode.OK);

    Finding {
        if ((verdict == Verdict.ERROR) == (exitCode == ExitCode.OK)) {
            throw new IllegalArgumentException(check + ": a finding is an error just where it has an exit code");
        }
    }

    static Finding ok(String check, String what) {
        return new Finding(check, Verdict.OK, what, null, ExitCode.OK);
    }

    static Finding skipped(String check, String why) {
        return new Finding(check, Verdict.SKIPPED, why, null, ExitCode.OK);
    }

    static Finding warning(String check, String what, String nextStep) {
        return new Finding(check, Verdict.WARNING, what, nextStep, ExitCode.OK);
    }

    static Finding error(String check, ExitCode exitCode, String what, String nextStep) {
        return new Finding(check, Verdict.ERROR, what, nextStep, exitCode);
    }

    /** The same without the values of secrets. */
    Finding without(SecretMemory secrets) {
        return new Finding(
                check, verdict, secrets.hide(what), nextStep == null ? null : secrets.hide(nextStep), exitCode);
    }

    /** @param strict whether a warning counts like an image that failed */
    static ExitCode exitCode(List<Finding> findings, boolean strict) {
        return WORST_FIRST.stream()
                .filter(code -> findings.stream().anyMatch(finding -> finding.exitCode(strict) == code))
                .findFirst()
                .orElse(ExitCode.OK);
    }

    private ExitCode exitCode(boolean strict) {
        return strict && verdict == Verdict.WARNING ? ExitCode.IMAGE_FAILED : exitCode;
    }
}
