package dev.imagefactory.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.ledger.SqliteBuildLedger;
import dev.imagefactory.osob.ConsumerFile;
import dev.imagefactory.osob.ConsumerPlanner;
import dev.imagefactory.osob.ConsumerUpdate;
import dev.imagefactory.osob.FolderConsumer;
import dev.imagefactory.osob.ImageNames;
import dev.imagefactory.osob.Offers;
import dev.imagefactory.osob.OsobPolicy;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * A consumer's side at a size: a seeded folder with definitions, a ledger in which all of them succeeded, and YAML that
 * names earlier versions; and how long it takes to plan its update.
 *
 * <p>{@code generate FOLDER LINES REFERENCES FILES SEED} makes the folder, in which {@code imagefactory osob update
 * --dry-run} runs; {@code measure FOLDER TIMES} prints for each time what {@link ConsumerPlanner#plan} took in this
 * process.
 */
public final class ConsumerRun {
    private static final int IMAGES = 100;
    private static final String NOW_VERSION = "17_14_19";
    private static final String THEN_VERSION = "17_14_1";
    private static final Instant BUILT = Instant.parse("2026-11-01T10:00:00Z");

    private ConsumerRun() {}

    /** Runs one of the two commands. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 6 && arguments[0].equals("generate")) {
            generate(
                    Path.of(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    Long.parseLong(arguments[5]));
        } else if (arguments.length == 3 && arguments[0].equals("measure")) {
            measure(Path.of(arguments[1]), Integer.parseInt(arguments[2]), System.out);
        } else {
            throw new IllegalArgumentException(
                    "use: generate FOLDER LINES REFERENCES FILES SEED, or measure FOLDER TIMES");
        }
    }

    /** Makes the folder; the same for the same numbers. */
    static void generate(Path folder, int lines, int references, int files, long seed) throws IOException {
        Files.createDirectories(folder.resolve("templates"));
        for (int i = 0; i < IMAGES; i++) {
            Files.writeString(
                    folder.resolve("templates/image-" + i + ".json"),
                    "{\"Artifacts\": [{\"Name\": \"Windows-VisualStudio\", \"Parameters\": {\"Version\": \"{VS_VERSION}\"}}],"
                            + " \"Destination\": [{\"CustomImageName\": \"" + name(i, "{VS_VERSION}")
                            + "\", \"StorageAccountName\": \"images\"}]}");
        }
        Files.writeString(folder.resolve("variables.json"), "{\"VS_VERSION\": \"" + NOW_VERSION + "\"}");
        Files.writeString(
                folder.resolve("imagefactory.yaml"),
                "templates: templates\nvariables: variables.json\nosob: {consumer: consumer}\n");
        Random random = new Random(seed);
        Files.createDirectories(folder.resolve("consumer/definitions"));
        for (int i = 0; i < files; i++) {
            int named = references * (i + 1) / files - references * i / files;
            Files.writeString(
                    folder.resolve(String.format(Locale.ROOT, "consumer/definitions/queues-%03d.yaml", i)),
                    queues(lines / files, named, random));
        }
        Files.createDirectories(folder.resolve(".imagefactory"));
        try (BuildLedger ledger = SqliteBuildLedger.open(folder.resolve(".imagefactory/ledger.db"))) {
            for (RenderedImage image : rendered(folder).images()) {
                succeed(ledger, image);
            }
        }
    }

    private static String name(int image, String version) {
        return "Helix-" + (image % 2 == 0 ? "Server" : "Client") + "-" + image + "-VS2022_" + version;
    }

    /** Queues of twelve lines or so, as people write them; evenly among them those that name images. */
    private static String queues(int lines, int references, Random random) {
        List<String> text = new ArrayList<>(List.of(
                "# Who uses what; edited by many",
                "Version: 2",
                "Images:",
                "  - &Base0",
                "    Name: Base.0",
                "    Image: {Publisher: MicrosoftWindowsServer, Offer: WindowsServer, Sku: 2022-g2, Version: latest}",
                "    Workloads: [helix, reduced, 'test results']"));
        int named = 0;
        for (int queue = 1; text.size() < lines; queue++) {
            boolean names = named < references && (long) text.size() * references / lines >= named;
            text.add("  - &Queue" + queue + (random.nextInt(5) == 0 ? "   # asked for in ticket " + queue : ""));
            if (random.nextInt(3) == 0) {
                text.add("    <<: *Base0");
            }
            text.add("    Name: Windows." + queue + ".Amd64.Open");
            if (names) {
                text.add("    Image: " + quoted(name(random.nextInt(IMAGES), THEN_VERSION), random) + "   # reviewed");
                named++;
            } else {
                text.add("    Image: " + quoted("Marketplace-" + random.nextInt(500) + "-latest", random));
            }
            text.add("    UpdateRequiredDate: 2027-0" + (1 + random.nextInt(9)) + "-15");
            text.add("    EstimatedRemovalDate: \"2031-01-01\"");
            text.add("    Description: >-");
            text.add("      A queue of " + random.nextInt(400) + " machines for tests of the runtime,");
            text.add("      which somebody wrote about years ago");
            text.add("    Scale: {Min: " + random.nextInt(5) + ", Max: " + (5 + random.nextInt(500)) + ", Spot: true}");
            text.add("    Owners:");
            text.add("      - team-" + random.nextInt(50));
            text.add("      - 'team " + random.nextInt(50) + "'");
            if (random.nextInt(3) == 0) {
                text.add("");
            }
        }
        return String.join("\n", text.subList(0, lines)) + "\n";
    }

    private static String quoted(String text, Random random) {
        String quote = List.of("", "'", "\"").get(random.nextInt(3));
        return quote + text + quote;
    }

    private static RenderedImages rendered(Path folder) {
        Problems problems = new Problems();
        RenderedImages images = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        DefinitionSet.read(
                                folder.resolve("templates"),
                                List.of(folder.resolve("variables.json")),
                                Path::toString,
                                problems),
                        problems);
        if (images.hasErrors()) {
            throw new IllegalStateException(images.problems().toString());
        }
        return images;
    }

    private static void succeed(BuildLedger ledger, RenderedImage image) {
        BuildOrder order = new BuildOrder(
                new BuildKey(image.id(), image.fingerprint(), 1),
                UUID.nameUUIDFromBytes(image.id().getBytes(UTF_8)).toString(),
                BUILT,
                ReasonCode.NEW,
                image.targetsAt(BUILT),
                image.variables(),
                image.source().definitionFingerprint(),
                null,
                null);
        Build claimed = ledger.claim(order, "{}", new Lease("run", BUILT, BUILT.plusSeconds(900)))
                .orElseThrow(() -> new IllegalStateException(image.id() + " is in the ledger already"));
        ledger.update(
                claimed,
                new BuildProgress(
                        BuildState.SUCCEEDED,
                        BUILT,
                        null,
                        "job-" + image.id(),
                        true,
                        BUILT.plusSeconds(7200),
                        null,
                        null));
    }

    /** Plans the update so many times. */
    static void measure(Path folder, int times, PrintStream out) {
        RenderedImages images = rendered(folder);
        LedgerContents contents;
        try (BuildLedger ledger = SqliteBuildLedger.open(folder.resolve(".imagefactory/ledger.db"))) {
            contents = ledger.contents();
        }
        Instant now = BUILT.plusSeconds(86_400);
        ConsumerPlanner planner = new ConsumerPlanner(
                new ImageNames(images, ImageNamePointer.DEFAULT, contents),
                new Offers(
                        new ImagePlanner(PlanPolicy.DEFAULT).plan(images, contents, ImageSelection.ALL, now), contents),
                null,
                OsobPolicy.DEFAULT,
                now);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (FolderConsumer consumer = new FolderConsumer(folder.resolve("consumer"))) {
            List<ConsumerFile> files = consumer.files();
            for (int i = 0; i < times; i++) {
                long wall = System.nanoTime();
                long own = threads.getCurrentThreadCpuTime();
                ConsumerUpdate update = planner.plan(files);
                out.printf(
                        Locale.ROOT,
                        "%d references, %d files changed: %.0f ms, of them %.0f ms of this thread%n",
                        update.references().size(),
                        update.files().size(),
                        (System.nanoTime() - wall) / 1e6,
                        (threads.getCurrentThreadCpuTime() - own) / 1e6);
            }
        }
    }
}
