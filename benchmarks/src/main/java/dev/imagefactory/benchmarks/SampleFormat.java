package dev.imagefactory.benchmarks;

import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import java.util.Locale;

/** How the definitions of a sample set are written. */
public enum SampleFormat {
    JSON {
        @Override
        String write(JsonObject document) {
            return JsonText.pretty(document) + "\n";
        }
    },

    YAML {
        @Override
        String write(JsonObject document) {
            return new YamlText().write(document);
        }
    };

    abstract String write(JsonObject document);

    /** The ending of the files, without a dot. */
    String ending() {
        return name().toLowerCase(Locale.ROOT);
    }
}
