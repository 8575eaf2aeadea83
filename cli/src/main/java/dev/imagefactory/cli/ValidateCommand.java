package dev.imagefactory.cli;

import com.beust.jcommander.Parameters;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.problem.Severity;

@Parameters(commandDescription = ValidateCommand.DESCRIPTION)
final class ValidateCommand extends InputCommand {
    static final String DESCRIPTION = "Check the definitions and variables, and report all problems at once";

    @Override
    public ExitCode run(Wiring wiring) {
        RenderedImages images = wiring.render(wiring.settings(input));
        long errors = images.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .count();
        wiring.console().problems(images.problems());
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(ReportJson.validation(images.images().size(), images.problems(), errors));
        } else {
            wiring.console()
                    .result(ReportText.counted(images.images().size(), "definition") + " without errors, "
                            + ReportText.counted(errors, "error") + ", "
                            + ReportText.counted(images.problems().size() - errors, "warning"));
        }
        return errors > 0 ? ExitCode.INVALID_INPUT : ExitCode.OK;
    }
}
