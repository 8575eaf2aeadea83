package dev.imagefactory.authoring;

import dev.imagefactory.template.SecretReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What finds values that are worth a variable, in the literal parts of texts. The earlier ones come first. */
enum ValueFinder {
    /** The address of a Visual Studio bootstrapper up to its file: pinned by two numbers, or floating. */
    VISUAL_STUDIO {
        private static final Pattern URL =
                Pattern.compile("https://aka\\.ms/vs/(?<major>[0-9]{2})/(?<channel>[a-z]+)(/[0-9]+_-?[0-9]+)?(?=/vs_)");

        @Override
        List<Found> find(Stretch stretch) {
            List<Found> found = new ArrayList<>();
            Matcher url = URL.matcher(stretch.text());
            while (url.find()) {
                boolean preview = !Set.of("release", "stable").contains(url.group("channel"));
                found.add(stretch.found(
                        url, "VS_" + year(url.group("major")) + (preview ? "_PREVIEW" : "") + "_URL", ""));
            }
            return found;
        }
    },

    /** The version in the name of an image: {@code 17_2_3} in {@code Helix-VS2022Enterprise_17_2_3-2022-06-20}. */
    IMAGE_VERSION {
        private static final Pattern VERSION = Pattern.compile("(?<=_)[0-9]+(?:[._][0-9]+)+(?=-|$)");
        private static final Pattern PRODUCT = Pattern.compile("(?i)VS(20[0-9]{2})");

        @Override
        List<Found> find(Stretch stretch) {
            if (!stretch.isImageName()) {
                return List.of();
            }
            List<Found> found = new ArrayList<>();
            Matcher version = VERSION.matcher(stretch.text());
            while (version.find()) {
                Matcher product = PRODUCT.matcher(stretch.whole());
                boolean preview = stretch.whole().toLowerCase(Locale.ROOT).contains("preview");
                String name = product.find()
                        ? "VS_" + product.group(1) + (preview ? "_PREVIEW" : "") + "_VERSION"
                        : "IMAGE_VERSION";
                found.add(stretch.found(version, name, name));
            }
            return found;
        }
    },

    /** The version that a parameter of an artifact says. */
    PARAMETER_VERSION {
        private static final Pattern VERSION = Pattern.compile("v?[0-9]+(\\.[0-9A-Za-z-]+)+");

        @Override
        List<Found> find(Stretch stretch) {
            if (!stretch.isWhole()
                    || stretch.artifact().isEmpty()
                    || !stretch.key().toLowerCase(Locale.ROOT).endsWith("version")
                    || !VERSION.matcher(stretch.text()).matches()) {
                return List.of();
            }
            // Two artifacts of one version today may have two tomorrow.
            String name = product(stretch.artifact()) + "_VERSION";
            return List.of(stretch.foundWhole(name, name));
        }
    },

    /** An address that is all of a text, or stands in one. */
    URL {
        private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\"'<>{}|\\\\^`$%,;()]+");

        @Override
        List<Found> find(Stretch stretch) {
            List<Found> found = new ArrayList<>();
            Matcher address = ADDRESS.matcher(stretch.text());
            while (address.find()) {
                boolean whole = stretch.isWhole() && address.hitEnd() && address.start() == 0;
                String host = address.group().replaceFirst("https?://", "").replaceFirst("[/:?#].*", "");
                Optional<String> name = whole ? telling(stretch) : Optional.empty();
                String stem = name.orElse(VariableNames.of(host));
                found.add(stretch.found(address, stem.endsWith("_URL") ? stem : stem + "_URL", ""));
            }
            return found;
        }
    },

    /** A long text, but for names of artifacts, images and secrets. */
    LONG_TEXT {
        private static final int SHORTEST = 16;

        @Override
        List<Found> find(Stretch stretch) {
            if (!stretch.isWhole()
                    || stretch.text().length() < SHORTEST
                    || stretch.isImageName()
                    || stretch.key().equalsIgnoreCase("Name")
                    || SecretReference.nameIn(stretch.text()).isPresent()) {
                return List.of();
            }
            return List.of(stretch.foundWhole(telling(stretch).orElse("TEXT"), ""));
        }
    };

    private static final Set<String> SAYING_LITTLE = Set.of(
            "ADDRESS",
            "COMMAND",
            "CONTENT",
            "ID",
            "LINK",
            "PATH",
            "SCRIPT",
            "SOURCE",
            "TEXT",
            "URI",
            "URL",
            "VALUE",
            "VERSION",
            "PACKAGES",
            "ARGUMENTS");

    /** What a finder finds in a part of a text. */
    abstract List<Found> find(Stretch stretch);

    /**
     * A literal part of a text, as far as no variable is put there yet.
     *
     * @param whole the text
     * @param start where in it the part begins
     * @param text the part
     * @param key as in {@link EditableDocument.Text}
     * @param artifact as in {@link EditableDocument.Text}
     * @param isImageName whether the text is the name of an image
     */
    record Stretch(String whole, int start, String text, String key, String artifact, boolean isImageName) {
        boolean isWhole() {
            return text.equals(whole);
        }

        private Found found(Matcher match, String name, String scope) {
            return new Found(start + match.start(), start + match.end(), match.group(), name, scope);
        }

        private Found foundWhole(String name, String scope) {
            return new Found(0, whole.length(), whole, name, scope);
        }
    }

    /**
     * A value that was found.
     *
     * @param start where in its text
     * @param end behind it
     * @param name a good one for its variable
     * @param scope equal values of different scopes are not the same
     */
    record Found(int start, int end, String value, String name, String scope) {}

    private static String year(String major) {
        return switch (major) {
            case "15" -> "2017";
            case "16" -> "2019";
            case "17" -> "2022";
            case "18" -> "2026";
            default -> major;
        };
    }

    /** The name of an artifact without its platform. */
    private static String product(String artifact) {
        String name = VariableNames.of(artifact);
        String product = name.replaceFirst("^(WINDOWS|LINUX)_", "");
        return product.isEmpty() || Character.isDigit(product.charAt(0)) ? name : product;
    }

    /** What the text's key says, with the artifact's name where the key says little. */
    private static Optional<String> telling(Stretch stretch) {
        String key = VariableNames.of(stretch.key());
        String product = stretch.artifact().isEmpty() ? "" : product(stretch.artifact());
        boolean little = key.isEmpty() || SAYING_LITTLE.contains(key);
        String name = !little ? key : product.isEmpty() ? key : key.isEmpty() ? product : product + "_" + key;
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
}
