package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import dev.imagefactory.template.ImageNamePointer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the definitions, the variables and the ledger are. */
final class InputOptions {
    @Nullable
    @Parameter(
            names = "--config",
            description = "Configuration file (default: imagefactory.yaml, .yml or .json in this folder, if there)")
    String config;

    @Nullable
    @Parameter(names = "--templates", description = "Folder of the image definitions (default: templates)")
    String templates;

    @Parameter(
            names = "--variables",
            splitter = Converters.Whole.class,
            description = "File of variables; repeat it for several, the last wins (default: variables.json in the"
                    + " folder of definitions)")
    List<String> variables = new ArrayList<>();

    @Nullable
    @Parameter(
            names = "--image-name-pointer",
            converter = Converters.ToImageNamePointer.class,
            description =
                    "JSON pointer to the image's name in a definition (default:" + " /Destination/*/CustomImageName)")
    ImageNamePointer imageNamePointer;

    @Nullable
    @Parameter(
            names = "--artifact-catalogue",
            description = "Folder of JSON Schemas, NAME.schema.json, by which the parameters of artifacts are checked")
    String artifactCatalogue;

    @Nullable
    @Parameter(
            names = "--ledger",
            description =
                    "The build ledger: a file (default: .imagefactory/ledger.db), the https URL of a table in Azure"
                            + " Table Storage, or table:NAME with IMAGE_FACTORY_STATE_CONNECTION_STRING")
    String ledger;

    @Nullable
    @Parameter(
            names = "--cache",
            description = "Folder that keeps what definitions were rendered to, so that the next call is faster"
                    + " (default: imagefactory among the user's caches)")
    String cache;

    @Parameter(names = "--no-cache", description = "Render every definition anew, and keep nothing")
    boolean noCache;

    @Parameter(
            names = "--output",
            converter = Converters.ToOutputFormat.class,
            description = "How the result is printed: text or json (then people's text goes to standard error)")
    OutputFormat output = OutputFormat.TEXT;

    @Parameter(names = "--help", help = true, description = "Print this")
    boolean help;
}
