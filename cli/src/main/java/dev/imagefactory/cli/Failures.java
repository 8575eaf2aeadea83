package dev.imagefactory.cli;

import com.beust.jcommander.ParameterException;
import dev.imagefactory.authoring.AuthoringException;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerUnreachableException;
import dev.imagefactory.planner.BuildRejectedException;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.RequestReusedException;
import dev.imagefactory.planner.ServiceUnavailableException;
import dev.imagefactory.planner.StalePlanException;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.SecretMemory;
import dev.imagefactory.template.SecretStoreException;
import dev.imagefactory.template.problem.Problem;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one place that turns exceptions into messages; what ends well does not load it. */
final class Failures {
    private final Console console;
    private final SecretMemory secrets;

    Failures(Console console, SecretMemory secrets) {
        this.console = console;
        this.secrets = secrets;
    }

    /**
     * Tells why the program did not do its work.
     *
     * @param submits whether people want to know that nothing was submitted
     */
    ExitCode tell(Throwable failure, OutputFormat output, boolean submits) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ParameterException
                || failure instanceof UsageException
                || failure instanceof InvalidPathException) {
            return failed(ExitCode.INVALID_INPUT, plain(message) + " (imagefactory --help tells more)", output);
        }
        if (failure instanceof InvalidInputException input) {
            return invalid(input.problems(), output, submits ? "; nothing was submitted" : "");
        }
        if (failure instanceof AuthoringException authoring) {
            return authoring.problems().isEmpty()
                    ? failed(ExitCode.INVALID_INPUT, message, output)
                    : invalid(authoring.problems(), output, "; nothing was written");
        }
        @Nullable ExitCode code = codeOf(failure);
        if (code == null) {
            failed(ExitCode.INTERNAL_ERROR, "a fault of this program; please report it with what follows", output);
            console.fault(failure, secrets::hide);
            return ExitCode.INTERNAL_ERROR;
        }
        if (failure instanceof ConsumerException) {
            return failed(code, secrets.hide(message), output);
        }
        return failed(
                code, code == ExitCode.IMAGE_FAILED ? "the service refused the image: " + message : message, output);
    }

    /** What a failure whose message says all means; null for a fault of this program. */
    private static @Nullable ExitCode codeOf(Throwable failure) {
        if (failure instanceof LedgerException
                || failure instanceof ServiceUnavailableException
                || failure instanceof ConsumerUnreachableException
                || failure instanceof MissingSecretException
                || failure instanceof SecretStoreException
                || failure instanceof UncheckedIOException) {
            return ExitCode.UNREACHABLE;
        }
        if (failure instanceof StalePlanException || failure instanceof ConsumerException) {
            return ExitCode.INVALID_INPUT;
        }
        return failure instanceof BuildRejectedException || failure instanceof RequestReusedException
                ? ExitCode.IMAGE_FAILED
                : null;
    }

    private ExitCode invalid(List<Problem> problems, OutputFormat output, String consequence) {
        console.problems(problems);
        if (output == OutputFormat.JSON) {
            console.document(ReportJson.invalid(problems));
        }
        console.note(ReportText.counted(problems.size(), "problem") + consequence);
        return ExitCode.INVALID_INPUT;
    }

    private ExitCode failed(ExitCode code, String message, OutputFormat output) {
        console.error(message);
        if (output == OutputFormat.JSON) {
            console.document(ReportJson.failed(message));
        }
        return code;
    }

    /** The parser's words without those that are for programmers. */
    private static String plain(String message) {
        return message.replaceFirst(
                        "Was passed main parameter '(.*)' but no main parameter was defined in your arg class",
                        "'$1' is unknown here")
                .replaceFirst("Main parameters are required \\(\"(.*)\"\\)", "an argument is missing: $1")
                .replaceFirst(
                        "Only one main parameter allowed but found several: ",
                        "one argument is taken, not " + "several: ");
    }
}
