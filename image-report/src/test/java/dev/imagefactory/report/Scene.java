package dev.imagefactory.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.osob.ConsumerFile;
import dev.imagefactory.osob.ConsumerPlanner;
import dev.imagefactory.osob.ConsumerUpdate;
import dev.imagefactory.osob.ImageNames;
import dev.imagefactory.osob.Offers;
import dev.imagefactory.osob.OsobPolicy;
import dev.imagefactory.planner.AgeLimits;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.FailureRules;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.InMemoryBuildLedger;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Definitions, variables and a ledger, as a test tells them, and the report of them. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private final Map<String, String> definitions = new TreeMap<>();
    private final Map<String, String> variables = new TreeMap<>();
    private final InMemoryBuildLedger ledger = new InMemoryBuildLedger();
    private final List<Build> failures = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private final Map<String, SavedLog> logs = new TreeMap<>();
    private final List<ConsumerFile> consumers = new ArrayList<>();

    /** All that a report can show, in a few images. */
    static Scene rich() {
        Scene scene = new Scene()
                .variable("REGION", "westus")
                .variable("VS_2022_VERSION", "17_14_19")
                .variable("VS_2022_URL", "https://aka.ms/vs/17/release/1_2/vs_Enterprise.exe")
                .image("VS2022/server", "Server-VS2022-{VS_2022_VERSION}", "", "windows-git", "windows-visual-studio")
                .image("VS2022/client", "Client-VS2022-{VS_2022_VERSION}", "", "windows-visual-studio")
                .image("base/windows", "Windows-{BUILD_DATE}", "\"owner\": \"image-team\"", "windows-update")
                .image("base/windows-git", "Windows-Git-{BUILD_DATE}", "\"base\": \"base/windows\"", "windows-git")
                .image("ubuntu", "Ubuntu-{REGION}", "", "linux-git")
                .image("unasked", "Unasked", "", "linux-git")
                .image("retired", "Retired", "", "linux-git");
        scene.built("2026-06-01T08:00:00Z", Duration.ofHours(2), BuildState.SUCCEEDED, null, "retired")
                .built("2026-10-02T08:00:00Z", Duration.ofHours(2), BuildState.SUCCEEDED, null, "base/windows")
                .built("2026-11-20T08:00:00Z", Duration.ofMinutes(150), BuildState.SUCCEEDED, null, "base/windows-git")
                .built("2026-11-10T08:00:00Z", Duration.ofMinutes(190), BuildState.SUCCEEDED, null, "ubuntu")
                .variable("REGION", "eastus")
                .variable("VS_2022_VERSION", "17_14_18")
                .built("2026-11-12T08:00:00Z", Duration.ofHours(3), BuildState.SUCCEEDED, null, "VS2022/server")
                .variable("VS_2022_VERSION", "17_14_19");
        for (String hour : List.of("01", "04", "07")) {
            scene.built(
                    "2026-11-27T" + hour + ":00:00Z",
                    Duration.ofMinutes(80),
                    BuildState.FAILED,
                    "ArtifactFailed: Artifact 'windows-visual-studio' failed with exit code 1618.",
                    "VS2022/server");
        }
        scene.failures.add(scene.last("VS2022/server"));
        scene.logs.put(
                "VS2022/server",
                new SavedLog(
                        "logs/job-VS2022-server-3.txt",
                        "artifact 1/2 windows-git: ok\nartifact 2/2 windows-visual-studio: failed\nerror 1618\n",
                        null));
        scene.built(
                "2026-11-27T06:00:00Z",
                Duration.ofMinutes(3),
                BuildState.FAILED,
                "SourceImageNotFound: Source image 'Contoso/win/2022' could not be found.",
                "VS2022/client");
        scene.logs.put("VS2022/client", SavedLog.missing("the service does not know the log, or no longer"));
        scene.built("2026-11-27T08:30:00Z", Duration.ZERO, BuildState.RUNNING, null, "ubuntu");
        scene.incidents.add(new Incident(Incident.Kind.SUBMISSION_LIMIT, null, "as many as allowed were submitted"));
        return scene.without("retired").consumer("definitions/windows.yaml", """
                - Name: windows.2022.vs
                  Image: Server-VS2022-17_14_18
                - Name: windows.2022.vs.open
                  Image: Server-VS2022-17_14_18
                - Name: windows.base
                  Image: Windows-2026-10-02
                """);
    }

    Scene image(String id, String name, String settings, String... artifacts) {
        String list = List.of(artifacts).stream()
                .map(artifact -> "{\"Name\": \"" + artifact + "\"}")
                .collect(Collectors.joining(", "));
        definitions.put(
                id,
                "{\"x-imagefactory\": {" + settings + "}, \"Artifacts\": [" + list
                        + "], \"Destination\": [{\"CustomImageName\": \"" + name
                        + "\", \"StorageAccountName\": \"s\"}]}");
        return this;
    }

    /** The definition of the image is gone. */
    Scene without(String id) {
        definitions.remove(id);
        return this;
    }

    Scene variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Scene consumer(String path, String yaml) {
        consumers.add(new ConsumerFile(path, yaml));
        return this;
    }

    Scene incident(Incident incident) {
        incidents.add(incident);
        return this;
    }

    Scene log(String imageId, SavedLog log) {
        logs.put(imageId, log);
        return this;
    }

    /** The run learned of the last build of the image. */
    Scene learned(String imageId) {
        failures.add(last(imageId));
        return this;
    }

    RenderedImages rendered() {
        List<Definition> files = new ArrayList<>();
        definitions.forEach((id, text) ->
                files.add(Definition.of(id + ".json", SourceFile.of(id + ".json", text.getBytes(UTF_8)))));
        String values = variables.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
        RenderedImages images = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        new DefinitionSet(files, List.of(SourceFile.of("variables.json", values.getBytes(UTF_8)))),
                        new Problems());
        assertThat(images.hasErrors()).as(images.problems().toString()).isFalse();
        return images;
    }

    /** A build by the present definition and variables. */
    Scene built(String claimed, Duration took, BuildState state, @Nullable String error, String id) {
        Instant claimedAt = Instant.parse(claimed);
        RenderedImage image = rendered().images().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        int attempt = 1
                + (int) ledger.contents().builds().stream()
                        .filter(build -> build.imageId().equals(id)
                                && build.key().fingerprint().equals(image.fingerprint()))
                        .count();
        BuildOrder order = new BuildOrder(
                new BuildKey(id, image.fingerprint(), attempt),
                UUID.nameUUIDFromBytes((id + claimed).getBytes(UTF_8)).toString(),
                claimedAt,
                ReasonCode.NEW,
                image.targetsAt(claimedAt),
                image.variables(),
                image.source().definitionFingerprint(),
                null,
                null);
        Build build = ledger.claim(order, "{}", new Lease("run", claimedAt, claimedAt.plusSeconds(900)))
                .orElseThrow();
        String job = "job-" + id.replace('/', '-') + "-" + attempt;
        Instant end = claimedAt.plus(took);
        ledger.update(
                build,
                new BuildProgress(
                        state,
                        end,
                        null,
                        job,
                        true,
                        state.isPending() ? null : end,
                        error,
                        "https://factory.example/api/images/" + job + "/log"));
        return this;
    }

    private Build last(String imageId) {
        return contents().builds().stream()
                .filter(build -> build.imageId().equals(imageId))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    LedgerContents contents() {
        return ledger.contents();
    }

    ImageReport report() {
        RenderedImages images = rendered();
        List<PlannedImage> plan =
                new ImagePlanner(PlanPolicy.DEFAULT).plan(images, contents(), ImageSelection.ALL, NOW);
        AgeLimits ages = new AgeLimits(Duration.ofDays(30), Duration.ofDays(45), true);
        RunReport run = new RunReport(plan, List.of(), failures, incidents).with(ages.incidents(plan, NOW));
        ConsumerUpdate update = new ConsumerPlanner(
                        new ImageNames(images, ImageNamePointer.DEFAULT, contents()),
                        new Offers(plan, contents()),
                        null,
                        OsobPolicy.DEFAULT,
                        NOW)
                .plan(consumers);
        return new ReportMaker(FailureRules.DEFAULT, ages)
                .report(run, contents(), images, update, build -> logs.get(build.imageId()), NOW);
    }
}
