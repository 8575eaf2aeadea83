package dev.imagefactory.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A set of definitions as large teams have it, of any size: nested folders, two hundred variables, of which each
 * definition uses about seven. The same size, format and seed give the same bytes.
 */
public final class SampleSet {
    private static final List<String> FAMILIES = List.of("client", "server", "linux");
    private static final List<String> RELEASES = List.of("2022", "2025", "11-24h2", "11-25h2");
    private static final int MOST_IN_FOLDER = 100;

    private final int size;
    private final SampleFormat format;
    private final long seed;
    private final SampleVariables variables;

    /** @param size how many definitions; each variable is used, so that small sets have fewer variables */
    public SampleSet(int size, SampleFormat format, long seed) {
        this.size = size;
        this.format = format;
        this.seed = seed;
        this.variables = new SampleVariables(Math.min(SampleVariables.MOST, 2 * size), seed);
    }

    public int size() {
        return size;
    }

    /** The whole set, in memory. */
    public DefinitionSet definitions() {
        return part(0, size);
    }

    /** Definitions of the set from one index to before another, with all variables. */
    DefinitionSet part(int from, int to) {
        return new DefinitionSet(
                IntStream.range(from, to).parallel().mapToObj(this::definition).toList(),
                List.of(variablesFile("variables.json")));
    }

    /** The files of the set: the definitions in nested folders, and {@code variables.json} beside them. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("variables.json"),
                variablesFile("variables.json").content());
        for (int i = 0; i < size; i++) {
            SourceFile file = definition(i).file();
            Path target = folder.resolve(file.path());
            Files.createDirectories(target.getParent());
            Files.write(target, file.content());
        }
    }

    /** The id of the image of a definition. */
    String id(int index) {
        return folder(index) + "/" + SampleDefinition.name(index);
    }

    private Definition definition(int index) {
        SampleDefinition sample = new SampleDefinition(index, variables, seed);
        String path = id(index) + "." + format.ending();
        return Definition.of(
                path, SourceFile.of(path, format.write(sample.document()).getBytes(UTF_8)));
    }

    private String folder(int index) {
        int inFolder = Math.max(1, Math.min(MOST_IN_FOLDER, size / 10));
        int number = index / inFolder;
        String family = FAMILIES.get(number % FAMILIES.size());
        String release = RELEASES.get(number / FAMILIES.size() % RELEASES.size());
        return String.format(Locale.ROOT, "%s/%s/team-%04d", family, release, number);
    }

    private SourceFile variablesFile(String path) {
        return SourceFile.of(path, (JsonText.pretty(variables.document()) + "\n").getBytes(UTF_8));
    }

    /**
     * Writes a set into {@code FOLDER/definitions}, the ledger of its builds of yesterday into
     * {@code FOLDER/ledger.db}, and the ids of the images that the ledger does not know, a line each, into
     * {@code FOLDER/unbuilt.txt}.
     *
     * @param arguments {@code FOLDER COUNT json|yaml [SEED]}
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3 || arguments.length > 4) {
            throw new IllegalArgumentException("usage: SampleSet FOLDER COUNT json|yaml [SEED]");
        }
        Path folder = Path.of(arguments[0]);
        SampleSet set = new SampleSet(
                Integer.parseInt(arguments[1]),
                SampleFormat.valueOf(arguments[2].toUpperCase(Locale.ROOT)),
                arguments.length == 4 ? Long.parseLong(arguments[3]) : 1);
        set.write(folder.resolve("definitions"));
        SampleLedger ledger =
                new SampleLedger(set, Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS));
        ledger.write(folder.resolve("ledger.db"));
        Files.write(folder.resolve("unbuilt.txt"), ledger.unbuilt());
    }
}
