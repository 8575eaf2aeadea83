package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.ledger.LedgerArchive;
import dev.imagefactory.ledger.LedgerArchive.Restoration;
import dev.imagefactory.planner.BuildLedger;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = LedgerCommand.DESCRIPTION)
final class LedgerCommand extends InputCommand {
    static final String DESCRIPTION =
            "Copy what a ledger holds: export it as JSON Lines, import that into another ledger";

    @ParametersDelegate
    AzureOptions azure = new AzureOptions();

    @Nullable
    @Parameter(names = "--file", description = "File that export writes (default: standard output)")
    String file;

    @Parameter(description = "export | import FILE", required = true, splitter = Converters.Whole.class)
    List<String> arguments = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        if (arguments.equals(List.of("export"))) {
            return export(wiring);
        }
        if (arguments.size() == 2 && arguments.get(0).equals("import") && file == null) {
            return restore(wiring, arguments.get(1));
        }
        throw new UsageException("ledger takes 'export', with --file or without, or 'import FILE'");
    }

    private ExitCode export(Wiring wiring) {
        LedgerArchive archive;
        try (BuildLedger ledger = wiring.ledgers(wiring.settings(input), azure).openToRead()) {
            archive = LedgerArchive.of(ledger);
        }
        if (file == null) {
            wiring.console().document(text(archive).stripTrailing());
        } else {
            WholeFile.write(wiring.surroundings().workingDirectory().resolve(file), file, archive::write);
        }
        wiring.console().note("exported: " + archive.size());
        archive.unreadable().forEach(build -> wiring.console().warning("left out: " + build.description()));
        return archive.unreadable().isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE;
    }

    private static String text(LedgerArchive archive) {
        StringWriter text = new StringWriter();
        try {
            archive.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private ExitCode restore(Wiring wiring, String source) {
        LedgerArchive archive;
        try (Reader text =
                Files.newBufferedReader(wiring.surroundings().workingDirectory().resolve(source))) {
            archive = LedgerArchive.read(text, source);
        } catch (IOException e) {
            throw new UsageException("the archive " + source + " cannot be read (" + e + ")");
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + "; nothing was imported");
        }
        try (BuildLedger ledger = wiring.ledger(wiring.settings(input), azure)) {
            Restoration restoration = archive.restoreTo(ledger);
            if (input.output == OutputFormat.JSON) {
                wiring.console().document(ReportJson.restored(restoration));
            } else {
                wiring.console().result("imported: " + restoration.restored());
                wiring.console().result("already there: " + restoration.present());
            }
            restoration
                    .differing()
                    .forEach(key -> wiring.console()
                            .warning("left as it is: the ledger has the build " + key + " otherwise than the archive"));
            return restoration.differing().isEmpty() ? ExitCode.OK : ExitCode.INVALID_INPUT;
        }
    }
}
