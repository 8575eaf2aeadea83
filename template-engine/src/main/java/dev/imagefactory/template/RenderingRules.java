package dev.imagefactory.template;

import java.util.List;

/**
 * What all definitions of one set are rendered by.
 *
 * @param imageNames where they say the names of their images
 * @param settings what is said about images outside of their definitions, the strongest last
 * @param lints what is looked for in them
 * @param variables what is put into them
 * @param texts what was put together so far
 */
record RenderingRules(
        ImageNamePointer imageNames,
        List<SettingsRule> settings,
        Lints lints,
        Variables variables,
        RenderedTexts texts) {}
