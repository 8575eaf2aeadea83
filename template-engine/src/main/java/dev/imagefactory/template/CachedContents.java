package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.template.RenderedDefinition.BaseText;
import dev.imagefactory.template.RenderedDefinition.Content;
import dev.imagefactory.template.RenderedDefinition.Name;
import dev.imagefactory.template.RenderedDefinition.Place;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.problem.Location;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Contents of definitions as bytes: big-endian numbers, texts in UTF-8 after their length. A content has no values of
 * variables, only names; those that have another value than when it was written make it unreadable. Safe for concurrent
 * use.
 */
final class CachedContents {
    private static final int NONE = -1;
    private static final String SEPARATOR = "\n";
    private static final JsonObject NOTHING = new JsonObject(List.of(), Location.NONE);

    private final Variables variables;
    private final Map<String, String> before;
    private final Map<String, Optional<VariableValues>> valuesByNames = new ConcurrentHashMap<>();
    private final Map<String, JsonPointer> pointers = new ConcurrentHashMap<>();

    /** @param before the variables with which the contents were written */
    CachedContents(Variables variables, Map<String, String> before) {
        this.variables = variables;
        this.before = before;
    }

    /** Whether there is nothing in a definition that must be reported, or looked at together with others, anew. */
    static boolean isWritable(RenderedDefinition rendered) {
        @Nullable Content content = rendered.content();
        return content != null
                && content.image() != null
                && rendered.problems().isEmpty()
                && rendered.lints().isEmpty()
                && content.image().settings().silenced().isEmpty()
                && content.settings().get(ImageSettings.SILENCE).isEmpty();
    }

    static byte[] write(String imageId, ContentChecksum source, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            RenderedImage image = Objects.requireNonNull(content.image());
            write(out, imageId);
            source.write(out);
            write(out, String.join(SEPARATOR, image.variables().keySet()));
            write(out, String.join(SEPARATOR, image.secrets()));
            out.write(HexFormat.of().parseHex(image.fingerprint()));
            ImageSettings settings = image.settings();
            write(out, settings.owner());
            write(out, settings.ring());
            write(out, settings.base());
            write(out, Objects.toString(settings.rebuild().after(), null));
            write(out, Objects.toString(settings.rebuild().patchTuesdayDelay(), null));
            out.writeBoolean(content.baseSetting() != null);
            if (content.baseSetting() != null) {
                write(out, content.baseSetting());
            }
            out.writeInt(content.names().size());
            for (Name name : content.names()) {
                write(out, name.target().imageName());
                write(out, name.target().destination());
                write(out, name.place());
            }
            out.writeInt(content.baseTexts().size());
            for (BaseText text : content.baseTexts()) {
                write(out, text.text());
                write(out, text.place());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Place place) throws IOException {
        write(out, place.location());
        write(out, place.pointer().text());
    }

    private static void write(DataOutputStream out, Location location) throws IOException {
        write(out, location.file());
        out.writeInt(location.line());
        out.writeInt(location.column());
    }

    static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(NONE);
        } else {
            byte[] bytes = text.getBytes(UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /**
     * Reads a content of which the id is read.
     *
     * @param documents those of an image by its fingerprint
     * @return empty where it is of another source, or a variable that it uses has changed
     */
    Optional<Content> read(
            ByteBuffer in, Definition definition, ContentChecksum source, Function<String, ImageDocuments> documents) {
        if (!ContentChecksum.read(in).equals(source)) {
            return Optional.empty();
        }
        @Nullable VariableValues values = valuesOf(text(in)).orElse(null);
        if (values == null) {
            return Optional.empty();
        }
        String secrets = text(in);
        byte[] hash = new byte[32];
        in.get(hash);
        String fingerprint = HexFormat.of().formatHex(hash);
        ImageSettings settings = settings(in);
        @Nullable Location baseSetting = in.get() == 0 ? null : location(in);
        List<Name> names = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            names.add(new Name(new ImageTarget(text(in), text(in)), place(in)));
        }
        List<BaseText> baseTexts = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            baseTexts.add(new BaseText(text(in), place(in)));
        }
        ImageDocuments remade = documents.apply(fingerprint);
        RenderedImage image = new RenderedImage(
                definition.id(),
                definition.file().path(),
                names.stream().map(Name::target).toList(),
                new RedactedPayload(remade, fingerprint),
                fingerprint,
                new ImageSource(remade),
                values,
                secrets.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(secrets.split(SEPARATOR))),
                settings,
                null);
        return Optional.of(new Content(values.keySet(), names, baseTexts, baseSetting, NOTHING, Set.of(), image));
    }

    private Optional<VariableValues> valuesOf(String names) {
        return valuesByNames.computeIfAbsent(names, this::currentValues);
    }

    private Optional<VariableValues> currentValues(String names) {
        SortedMap<String, String> values = new TreeMap<>();
        for (String name : names.isEmpty() ? new String[0] : names.split(SEPARATOR)) {
            Optional<String> value = variables.get(name).map(Variable::value);
            if (value.isEmpty() || !value.get().equals(before.get(name))) {
                return Optional.empty();
            }
            values.put(name, value.get());
        }
        return Optional.of(VariableValues.copyOf(values));
    }

    private static ImageSettings settings(ByteBuffer in) {
        @Nullable String owner = optionalText(in);
        @Nullable String ring = optionalText(in);
        @Nullable String base = optionalText(in);
        @Nullable String after = optionalText(in);
        @Nullable String delay = optionalText(in);
        boolean none = owner == null && ring == null && base == null && after == null && delay == null;
        return none
                ? ImageSettings.NONE
                : new ImageSettings(
                        owner,
                        ring,
                        base,
                        new RebuildPolicy(
                                after == null ? null : Duration.parse(after),
                                delay == null ? null : Duration.parse(delay)),
                        new TreeMap<>());
    }

    private Place place(ByteBuffer in) {
        Location location = location(in);
        return new Place(location, pointers.computeIfAbsent(text(in), JsonPointer::new));
    }

    private static Location location(ByteBuffer in) {
        return new Location(text(in), in.getInt(), in.getInt());
    }

    static String text(ByteBuffer in) {
        return Objects.requireNonNull(optionalText(in), "a text is missing");
    }

    private static @Nullable String optionalText(ByteBuffer in) {
        int length = in.getInt();
        if (length == NONE) {
            return null;
        }
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, UTF_8);
        in.position(in.position() + length);
        return text;
    }
}
