package dev.imagefactory.cli;

import dev.imagefactory.osob.FolderConsumer;
import dev.imagefactory.pullrequests.GitConsumer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the consumer of the configuration can be read; nothing is written to it. */
final class ConsumerCheck {
    private final Wiring wiring;
    private final Settings settings;
    private final AzureOptions azure;

    ConsumerCheck(Wiring wiring, Settings settings, AzureOptions azure) {
        this.wiring = wiring;
        this.settings = settings;
        this.azure = azure;
    }

    List<Finding> look() {
        OsobSettings said = settings.file().osob();
        @Nullable String address = said.consumer();
        if (address == null) {
            return List.of(Finding.skipped("consumer", "the configuration names none (osob.consumer)"));
        }
        if (!OsobSettings.isAddress(address)) {
            try (FolderConsumer folder = new FolderConsumer(settings.inWorkingDirectory(address))) {
                return List.of(read(folder));
            }
        }
        try (GitConsumer consumer = wiring.gitConsumer(settings, azure, address, said.base(), said.service())) {
            return List.of(Finding.ok(
                    "consumer",
                    "the branch " + consumer.reach() + " of " + address
                            + " can be read; whether it may be pushed to was not tried"));
        }
    }

    private static Finding read(FolderConsumer folder) {
        int files = folder.files().size();
        return folder.unreadable().isEmpty()
                ? Finding.ok("consumer", ReportText.counted(files, "file"))
                : Finding.warning(
                        "consumer", Checkup.firstOf(folder.unreadable()), "mend it, or leave it out (osob.files)");
    }
}
