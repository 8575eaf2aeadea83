package dev.imagefactory.cli;

import com.beust.jcommander.ParametersDelegate;

/** A command on definitions, or on the ledger of their builds. */
abstract class InputCommand implements Command {
    @ParametersDelegate
    final InputOptions input = new InputOptions();

    @Override
    public final OutputFormat output() {
        return input.output;
    }
}
