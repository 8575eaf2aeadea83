package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import dev.imagefactory.osob.Consumer;
import dev.imagefactory.osob.FolderConsumer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose references move, and how that is proposed. */
final class ConsumerOptions {
    @Nullable
    @Parameter(names = "--consumer", description = "Folder of the consumer's files, or address of its git repository")
    String consumer;

    @Nullable
    @Parameter(names = "--base", description = "Branch that is read and proposed to (default: the repository's own)")
    String base;

    @Nullable
    @Parameter(
            names = "--pull-request",
            description = "azure-devops, github or none, which only pushes the branch (default: by the address)")
    String service;

    Consumer open(Wiring wiring, Settings settings, AzureOptions azure) {
        String address = Optional.ofNullable(consumer)
                .or(() -> Optional.ofNullable(settings.file().osob().consumer()))
                .orElseThrow(() -> new UsageException(
                        "say whose references are meant: --consumer DIR or address, or osob.consumer in the"
                                + " configuration"));
        if (OsobSettings.isAddress(address)) {
            OsobSettings said = settings.file().osob();
            return wiring.gitConsumer(
                    settings,
                    azure,
                    address,
                    base == null ? said.base() : base,
                    service == null ? said.service() : service);
        }
        if (base != null || service != null) {
            throw new UsageException("a folder has no branches and pull requests; leave out --base and --pull-request");
        }
        return new FolderConsumer(settings.inWorkingDirectory(address));
    }
}
