package dev.imagefactory.authoring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first files of a repository of definitions: a definition, variables, a configuration, a pipeline. */
public final class NewRepository {
    /** By the file, the resource that it is made of. */
    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put("imagefactory.yaml", "imagefactory.yaml");
        FILES.put("templates/variables.json", "variables.json");
        FILES.put("templates/base-images/VS2022/Helix-Server-2022-VS2022Enterprise.json", "definition.json");
        FILES.put("azure-pipelines.yml", "azure-pipelines.yml");
        FILES.put(".gitignore", "gitignore");
    }

    private NewRepository() {}

    /**
     * Writes the files into a folder, which may hold others.
     *
     * @param folder is made where it is not there
     * @return the paths below the folder
     * @throws AuthoringException where one of the files is there already; nothing is written then
     */
    public static List<String> write(Path folder) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        List<String> existing = new ArrayList<>();
        FILES.forEach((path, resource) -> {
            byte @Nullable [] content = content(resource);
            if (content != null) {
                contents.put(path, content);
                if (Files.exists(folder.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                    existing.add(path);
                }
            }
        });
        if (!existing.isEmpty()) {
            throw new AuthoringException(String.join(", ", existing) + (existing.size() == 1 ? " exists" : " exist")
                    + " already, and nothing is overwritten; take another folder, or move them away");
        }
        contents.forEach((path, content) -> FileUpdate.write(folder.resolve(path), content));
        return List.copyOf(contents.keySet());
    }

    /** Null where the program was built without it. */
    private static byte @Nullable [] content(String resource) {
        try (@Nullable InputStream in = NewRepository.class.getResourceAsStream("init/" + resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own file " + resource + " cannot be read", e);
        }
    }
}
