package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.osob.Consumer;
import dev.imagefactory.osob.ConsumerFile;
import dev.imagefactory.osob.ConsumerPlanner;
import dev.imagefactory.osob.ConsumerUpdate;
import dev.imagefactory.osob.OsobPolicy;
import dev.imagefactory.osob.Proposal;
import dev.imagefactory.osob.ProposalResult;
import dev.imagefactory.osob.ProposalWriter;
import dev.imagefactory.osob.RolloutRecords;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = OsobCommand.DESCRIPTION)
final class OsobCommand extends InputCommand {
    static final String DESCRIPTION =
            "Move the consumers of images, the OSOB definitions: show which image each queue names"
                    + " (versions), or propose what was built (update)";

    private static final Set<ProposalResult.State> PROPOSED =
            EnumSet.of(ProposalResult.State.CREATED, ProposalResult.State.UPDATED, ProposalResult.State.UNCHANGED);

    @ParametersDelegate
    OsobOptions osob = new OsobOptions();

    @ParametersDelegate
    ConsumerOptions consumer = new ConsumerOptions();

    @ParametersDelegate
    AzureOptions azure = new AzureOptions();

    @Parameter(names = "--allow-downgrade", description = "Let references go back to earlier versions, too")
    boolean allowDowngrade;

    @Parameter(names = "--all-or-nothing", description = "Move nothing while anything is held back")
    boolean allOrNothing;

    @Parameter(names = "--dry-run", description = "Show what would change and what the pull request would say")
    boolean dryRun;

    @Parameter(description = "versions | update", required = true, splitter = Converters.Whole.class)
    List<String> arguments = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        boolean updates = arguments.equals(List.of("update"));
        if (!updates && !arguments.equals(List.of("versions"))) {
            throw new UsageException("osob takes 'versions' or 'update'");
        }
        Settings settings = wiring.settings(input);
        OsobPolicy policy = policy(settings);
        Offered offered = Offered.of(wiring, settings, azure);
        osob.requireRing(settings, offered);
        try (Consumer opened = consumer.open(wiring, settings, azure)) {
            List<ConsumerFile> files = opened.files();
            opened.unreadable().forEach(wiring.console()::warning);
            ConsumerUpdate update = new ConsumerPlanner(
                            offered.names(),
                            offered.offers(),
                            osob.mapping(settings)
                                    .map(file -> Offered.mapping(settings, osob.existing(file)))
                                    .orElse(null),
                            policy,
                            offered.at())
                    .plan(files);
            if (!updates) {
                OsobResults.print(wiring, input, update, null, null, offered.at());
                return ExitCode.OK;
            }
            OsobSettings said = settings.file().osob();
            Proposal proposal =
                    new ProposalWriter(policy, offered.names(), said.key(), said.title(), said.review()).write(update);
            return dryRun
                    ? show(wiring, update, proposal, files, offered)
                    : bring(wiring, settings, opened, update, proposal, offered);
        }
    }

    private OsobPolicy policy(Settings settings) {
        OsobPolicy policy = osob.policy(settings);
        OsobPolicy whole = allOrNothing ? policy.allOrNothing(true) : policy;
        return allowDowngrade ? whole.allowingDowngrade() : whole;
    }

    private ExitCode show(
            Wiring wiring, ConsumerUpdate update, Proposal proposal, List<ConsumerFile> files, Offered offered) {
        OsobResults.print(wiring, input, update, proposal, null, offered.at());
        if (input.output == OutputFormat.TEXT) {
            OsobResults.printDifferences(wiring, files, proposal);
        }
        return ExitCode.OK;
    }

    private ExitCode bring(
            Wiring wiring,
            Settings settings,
            Consumer opened,
            ConsumerUpdate update,
            Proposal proposal,
            Offered offered) {
        // What was proposed before stays proposed while all or nothing holds up the rest.
        ProposalResult result = update.heldAsAWhole()
                ? new ProposalResult(ProposalResult.State.UNCHANGED, null, "all or nothing was asked for")
                : wiring.hidden(opened.propose(proposal));
        @Nullable String place = result.place();
        if (place != null && !proposal.files().isEmpty() && PROPOSED.contains(result.state())) {
            try (BuildLedger ledger = wiring.ledger(settings, azure)) {
                new RolloutRecords(ledger).proposed(update, place);
            }
        }
        OsobResults.print(wiring, input, update, proposal, result, offered.at());
        boolean takenOver = result.state() == ProposalResult.State.TAKEN_OVER;
        tell(wiring.console().pipeline(), result, takenOver);
        return takenOver ? ExitCode.IMAGE_FAILED : ExitCode.OK;
    }

    private static void tell(Pipeline pipeline, ProposalResult result, boolean takenOver) {
        pipeline.output("proposal", result.state().id());
        pipeline.output("pullRequest", Objects.requireNonNullElse(result.place(), ""));
        if (takenOver) {
            pipeline.show(Severity.ERROR, Location.NONE, "", result.state().id() + ": " + result.detail());
        }
    }
}
