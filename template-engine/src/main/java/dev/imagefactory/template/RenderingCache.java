package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.template.RenderedDefinition.Content;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What definitions were rendered to, by what they were rendered from: one whose bytes, defaults and variables are as
 * they were need not be parsed again.
 *
 * <p>Only what nothing is wrong with is kept, so that each problem is found anew. An entry counts for the bytes of a
 * file (see {@link ContentChecksum}), never for its time; for the values of the variables that it uses; for the names
 * of all variables; and for one version of the engine with its settings. It has no payload: that is rendered again when
 * it is asked for, and compared with the fingerprint. The file may be deleted at any time; nothing but time depends on
 * it.
 */
public final class RenderingCache {
    private static final String FORM = "imagefactory renderings 1";

    private final Path file;
    private final String engineVersion;

    /**
     * @param file is made, with its folder, where it does not exist; where it cannot be written, nothing is kept
     * @param engineVersion names the code that renders: what other code has rendered is not taken
     */
    public RenderingCache(Path file, String engineVersion) {
        this.file = file;
        this.engineVersion = engineVersion;
    }

    /**
     * Opens the cache for one set of definitions.
     *
     * @param settings all that the outcome depends on beside definitions, defaults and variables
     */
    Session open(String settings, Variables variables) {
        String names = String.join(",", variables.values().keySet());
        String context = String.join("\n", FORM, engineVersion, settings, names);
        Session session = new Session(file, ContentChecksum.of(context.getBytes(UTF_8)), variables);
        session.read();
        return session;
    }

    /** The use of the cache for one set. Only finding is safe for concurrent use. */
    static final class Session {
        private final Path file;
        private final ContentChecksum context;
        private final Variables variables;

        private byte[] bytes = new byte[0];
        private CachedContents contents;

        /** Where the entry of an image begins, behind its id. */
        private final Map<String, Integer> entries = new HashMap<>();

        private final List<String> reused = new ArrayList<>();
        private final List<byte[]> added = new ArrayList<>();

        private Session(Path file, ContentChecksum context, Variables variables) {
            this.file = file;
            this.context = context;
            this.variables = variables;
            this.contents = new CachedContents(variables, Map.of());
        }

        /**
         * The checksum of all that follows it, the context, the values of variables, then each entry with its length.
         */
        private void read() {
            try {
                bytes = Files.readAllBytes(file);
            } catch (IOException e) {
                return;
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            boolean usable = bytes.length > 2 * ContentChecksum.BYTES
                    && ContentChecksum.read(in).equals(ContentChecksum.of(in.slice()))
                    && ContentChecksum.read(in).equals(context);
            if (!usable) {
                return;
            }
            Map<String, String> values = new HashMap<>();
            for (int left = in.getInt(); left > 0; left--) {
                values.put(CachedContents.text(in), CachedContents.text(in));
            }
            contents = new CachedContents(variables, values);
            while (in.hasRemaining()) {
                int length = in.getInt();
                int end = in.position() + length;
                entries.put(CachedContents.text(in), in.position());
                in.position(end);
            }
        }

        /** @param documents those of an image by its fingerprint */
        Optional<RenderedDefinition> find(
                Definition definition, ContentChecksum source, Function<String, ImageDocuments> documents) {
            @Nullable Integer entry = entries.get(definition.id());
            return entry == null
                    ? Optional.empty()
                    : contents.read(at(entry), definition, source, documents)
                            .map(content -> RenderedDefinition.known(definition, content));
        }

        private ByteBuffer at(int position) {
            return ByteBuffer.wrap(bytes).position(position);
        }

        /** Keeps what can be kept of a definition, whether it was found here or not. */
        void keep(RenderedDefinition rendered) {
            @Nullable Content content = rendered.content();
            if (content == null) {
                return;
            }
            String id = rendered.definition().id();
            @Nullable ContentChecksum source = rendered.source();
            if (source == null) {
                reused.add(id);
            } else if (CachedContents.isWritable(rendered)) {
                added.add(CachedContents.write(id, source, content));
            }
        }

        /** Writes what was kept, if that is not what is in the file. */
        void close() {
            if (added.isEmpty() && reused.size() == entries.size()) {
                return;
            }
            try {
                write();
            } catch (IOException e) {
                // A cache that cannot be written costs time, and nothing else.
            }
        }

        private void write() throws IOException {
            byte[] whole = whole();
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Files.createDirectories(folder);
            Path written = Files.createTempFile(folder, "renderings", ".tmp");
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(written))) {
                ContentChecksum.of(whole).write(out);
                out.write(whole);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        private byte[] whole() throws IOException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream(bytes.length);
            DataOutputStream out = new DataOutputStream(whole);
            context.write(out);
            out.writeInt(variables.values().size());
            for (Map.Entry<String, String> variable : variables.values().entrySet()) {
                CachedContents.write(out, variable.getKey());
                CachedContents.write(out, variable.getValue());
            }
            for (String id : reused) {
                int behindId = Objects.requireNonNull(entries.get(id));
                int start = behindId - id.getBytes(UTF_8).length - 2 * Integer.BYTES;
                out.write(bytes, start, Integer.BYTES + at(start).getInt());
            }
            for (byte[] entry : added) {
                out.writeInt(entry.length);
                out.write(entry);
            }
            return whole.toByteArray();
        }
    }
}
