package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import org.jspecify.annotations.Nullable;

/** Where the Image Factory is, and who asks. */
final class ServiceOptions {
    @Nullable
    @Parameter(names = "--endpoint", description = "URL of the Image Factory (or IMAGE_FACTORY_ENDPOINT)")
    String endpoint;

    @Parameter(names = "--emulator", description = "Use an Image Factory inside this process instead of a real one")
    boolean emulator;

    @Parameter(names = "--emulator-data", description = "Folder where the embedded Image Factory keeps its jobs")
    String emulatorData = ".imagefactory/emulator";

    @ParametersDelegate
    EmulatorOptions behaviour = new EmulatorOptions();

    @ParametersDelegate
    AzureOptions azure = new AzureOptions();

    @Nullable
    @Parameter(names = "--resource-id", description = "Resource that tokens are for (or IMAGE_FACTORY_RESOURCE_ID)")
    String resourceId;

    @Nullable
    @Parameter(
            names = "--contract",
            description = "JSON file with corrections of the service's routes, field names and state names")
    String contract;
}
