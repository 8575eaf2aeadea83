package dev.imagefactory.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.UnreadableBuild;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger holds, apart from the ledger: to move it to another one, to keep it, or to look at it.
 *
 * <p>Its text is JSON Lines in ASCII. The first line is
 * {@code {"format":"imagefactory-ledger","version":1,"service":"https://...","builds":2}}, each further one a build
 * with its payload; {@code service} is missing where the ledger is bound to none.
 */
public final class LedgerArchive {
    private static final String FORMAT = "imagefactory-ledger";
    private static final int VERSION = 1;
    private static final String PAYLOAD = "payload";
    private static final Set<String> JSON_FIELDS =
            Set.of(BuildFields.TARGETS, BuildFields.VARIABLES, BuildFields.BASE, BuildFields.PULL_REQUESTS);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final @Nullable String service;
    private final List<Entry> entries;
    private final List<UnreadableBuild> unreadable;

    private record Entry(Build build, String payload) {}

    private LedgerArchive(@Nullable String service, List<Entry> entries, List<UnreadableBuild> unreadable) {
        this.service = service;
        this.entries = List.copyOf(entries);
        this.unreadable = List.copyOf(unreadable);
    }

    /** Takes in all that can be read of a ledger. */
    public static LedgerArchive of(BuildLedger ledger) {
        LedgerContents contents = ledger.contents();
        List<Entry> entries = new ArrayList<>();
        List<UnreadableBuild> unreadable = new ArrayList<>(contents.unreadable());
        for (Build build : contents.builds()) {
            ledger.payload(build.key())
                    .ifPresentOrElse(
                            payload -> entries.add(new Entry(build, payload)),
                            () -> unreadable.add(new UnreadableBuild(
                                    build.imageId(), "the payload of the build " + build.key() + " is lost")));
        }
        return new LedgerArchive(ledger.service().orElse(null), entries, unreadable);
    }

    /** How many builds it holds. */
    public int size() {
        return entries.size();
    }

    /** What could not be read of the ledger, and is not in here. */
    public List<UnreadableBuild> unreadable() {
        return unreadable;
    }

    /** Writes the text. */
    public void write(Writer text) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>(Map.of("format", FORMAT));
        header.put("version", VERSION);
        if (service != null) {
            header.put("service", service);
        }
        header.put("builds", entries.size());
        writeLine(text, header);
        for (Entry entry : entries) {
            Map<String, Object> line = BuildFields.of(entry.build());
            for (String name : JSON_FIELDS) {
                @Nullable Object json = line.get(name);
                if (json != null) {
                    line.put(name, JSON.readTree(json.toString()));
                }
            }
            line.put(PAYLOAD, entry.payload());
            writeLine(text, line);
        }
    }

    private static void writeLine(Writer text, Map<String, Object> line) throws IOException {
        text.write(JSON.writeValueAsString(line));
        text.write('\n');
    }

    /**
     * Reads the text.
     *
     * @param shownAs what messages call it, for instance the file's name
     * @throws IllegalArgumentException where anything is wrong with it, with line and reason
     */
    public static LedgerArchive read(Reader text, String shownAs) {
        int number = 0;
        try {
            BufferedReader lines = new BufferedReader(text);
            number++;
            JsonNode header = line(lines.readLine());
            checkFormat(header);
            List<Entry> entries = new ArrayList<>();
            Set<BuildKey> keys = new HashSet<>();
            int builds = header.path("builds").intValue();
            while (entries.size() < builds) {
                number++;
                Entry entry = entry(line(lines.readLine()));
                if (!keys.add(entry.build().key())) {
                    throw new IllegalArgumentException(
                            "a line before has the build " + entry.build().key());
                }
                entries.add(entry);
            }
            number++;
            if (lines.readLine() != null) {
                throw new IllegalArgumentException("there are more than the " + builds + " builds of the first line");
            }
            return new LedgerArchive(header.path("service").textValue(), entries, List.of());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(shownAs + ":" + number + ": " + e.getOriginalMessage(), e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(shownAs + ":" + number + ": this is not text", e);
        } catch (IOException e) {
            throw new UncheckedIOException(shownAs + " cannot be read (" + e + ")", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(shownAs + ":" + number + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode line(@Nullable String line) throws JsonProcessingException {
        if (line == null) {
            throw new IllegalArgumentException("the archive ends before its last build");
        }
        return JSON.readTree(line);
    }

    private static void checkFormat(JsonNode header) {
        JsonNode builds = header.path("builds");
        if (!FORMAT.equals(header.path("format").textValue()) || !builds.isInt() || builds.intValue() < 0) {
            throw new IllegalArgumentException("this is no archive of a ledger");
        }
        if (header.path("version").intValue() != VERSION) {
            throw new IllegalArgumentException("the archive has version " + header.path("version")
                    + "; this program knows version " + VERSION + "; update it");
        }
    }

    private static Entry entry(JsonNode line) {
        Build build = BuildFields.read(name -> value(name, line.get(name)));
        @Nullable String payload = line.path(PAYLOAD).textValue();
        if (payload == null) {
            throw new IllegalArgumentException(PAYLOAD + " is missing");
        }
        Set<String> known = BuildFields.of(build).keySet();
        line.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name) && !name.equals(PAYLOAD)) {
                throw new IllegalArgumentException("there is no field '" + name + "'");
            }
        });
        return new Entry(build, payload);
    }

    private static @Nullable Object value(String name, @Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        if (JSON_FIELDS.contains(name)) {
            return node.toString();
        }
        if (node.isIntegralNumber()) {
            return name.equals(BuildFields.REVISION) ? Long.valueOf(node.longValue()) : node.numberValue();
        }
        return node.isTextual() ? node.textValue() : node.isBoolean() ? node.booleanValue() : node;
    }

    /**
     * What became of the builds of an archive.
     *
     * @param restored how many the ledger did not know, and has now
     * @param present how many it had, just the same
     * @param differing those that it has otherwise; they are left as they are
     */
    public record Restoration(int restored, int present, List<BuildKey> differing) {
        public Restoration {
            differing = List.copyOf(differing);
        }
    }

    /**
     * Writes the builds into a ledger that does not know them, and binds it to the archive's service. Where this is cut
     * short, doing it again does the rest.
     *
     * @throws LedgerException where the ledger belongs to another service
     */
    public Restoration restoreTo(BuildLedger ledger) {
        if (service != null) {
            ledger.bind(service);
        } else if (ledger.service().isPresent() && !entries.isEmpty()) {
            throw new LedgerException(
                    "the archive is of a ledger that was bound to no service, and this one belongs to "
                            + ledger.service().get());
        }
        Map<BuildKey, Build> known = new HashMap<>();
        ledger.contents().builds().forEach(build -> known.put(build.key(), build));
        int restored = 0;
        int present = 0;
        List<BuildKey> differing = new ArrayList<>();
        for (Entry entry : entries) {
            BuildKey key = entry.build().key();
            if (!known.containsKey(key) && ledger.restore(entry.build(), entry.payload())) {
                restored++;
            } else if (entry.build().equals(known.get(key))
                    && ledger.payload(key).filter(entry.payload()::equals).isPresent()) {
                present++;
            } else {
                differing.add(key);
            }
        }
        return new Restoration(restored, present, differing);
    }
}
