package dev.imagefactory.template;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.problem.Problems;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The template engine: definitions and variables in, rendered images and problems out.
 *
 * <p>It touches no clock and no network, and of files only those of a set that stayed on disk, and a cache. Many
 * definitions are rendered by several threads, those of the common pool. Safe for concurrent use.
 */
public final class TemplateEngine {
    /** From so many definitions on, starting a second thread takes less time than it saves. */
    private static final int WORTH_PARALLEL = 64;

    /** What is rendered before it is put together with the rest; more would only take memory. */
    private static final int BATCH = 2_000;

    private final ImageNamePointer imageNames;
    private final List<SettingsRule> settings;
    private final Lints lints;
    private final DocumentReader reader = new DocumentReader();

    /**
     * @param imageNames where definitions say the names of their images; where one says none, the file's name is taken
     */
    public TemplateEngine(ImageNamePointer imageNames) {
        this(imageNames, List.of());
    }

    /** @param settings what is said about images outside of their definitions, the strongest last */
    public TemplateEngine(ImageNamePointer imageNames, List<SettingsRule> settings) {
        this(imageNames, settings, List.of());
    }

    /** @param knownRegions regions that are no mistake, beside those of Azure that the engine knows */
    public TemplateEngine(ImageNamePointer imageNames, List<SettingsRule> settings, List<String> knownRegions) {
        this.imageNames = imageNames;
        this.settings = List.copyOf(settings);
        this.lints = new Lints(AzureRegions.with(knownRegions));
    }

    /**
     * Renders all definitions. Never throws for what is wrong in the files: all problems are gathered.
     *
     * @param problems what reading the files brought; it receives the problems of rendering too
     */
    public RenderedImages render(DefinitionSet set, Problems problems) {
        return render(set, null, problems);
    }

    /**
     * The same, by and by faster where little changes: a definition that is as it was in an earlier call with the same
     * cache is not parsed again.
     *
     * @param cache null for none; the only thing here that touches a file
     */
    public RenderedImages render(DefinitionSet set, @Nullable RenderingCache cache, Problems problems) {
        boolean othersRead = problems.errors() == 0;
        Variables variables = Variables.read(set.variables(), reader, problems);
        List<Definition> sorted = set.files().stream()
                .sorted(Comparator.comparing(Definition::id)
                        .thenComparing(file -> file.file().path()))
                .toList();
        FolderDefaults defaults = FolderDefaults.read(sorted, reader, problems);
        RenderingCache.@Nullable Session session = cache == null ? null : cache.open(describeSettings(), variables);
        RenderingRules rules = new RenderingRules(imageNames, settings, lints, variables, new RenderedTexts());
        DefinitionRenderer renderer = new DefinitionRenderer(reader, rules, defaults);
        RenderedSet rendered = new RenderedSet(problems);
        List<Definition> definitions =
                sorted.stream().filter(file -> !file.isDefaults()).toList();
        for (int from = 0; from < definitions.size(); from += BATCH) {
            List<Definition> batch = definitions.subList(from, Math.min(from + BATCH, definitions.size()));
            boolean parallel = definitions.size() >= WORTH_PARALLEL;
            List<RenderedDefinition> done = (parallel ? batch.parallelStream() : batch.stream())
                    .map(each -> renderer.render(each, session))
                    .toList();
            done.forEach(rendered::add);
            if (session != null) {
                done.forEach(session::keep);
            }
        }
        if (session != null) {
            session.close();
        }
        return rendered.complete(variables, settings, othersRead && defaults.isComplete());
    }

    /** All that this engine is made of, as a text. */
    private String describeSettings() {
        return imageNames + "\n" + lints + "\n" + settings;
    }
}
