package dev.imagefactory.template;

import dev.imagefactory.template.problem.ProblemCode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Something in a text of a definition that is often a mistake. Only texts with a slash are looked at, see
 * {@link DefinitionRenderer}.
 */
enum TextLint {
    /** A version of a gallery image; {@code /Publisher/Offer/Sku/latest} is the way to name one of the marketplace. */
    LATEST_VERSION(
            ProblemCode.LATEST_VERSION,
            "'latest' is no version of a gallery image that a build can be repeated with",
            "name the exact version") {
        @Override
        boolean concerns(String text) {
            return contains(text, "/versions/latest")
                    && GALLERY_LATEST.matcher(text).find();
        }
    },

    /**
     * A bootstrapper of Visual Studio; the pinned ones have a folder of two numbers, as {@code 184776537_-638374648}.
     */
    FLOATING_URL(
            ProblemCode.FLOATING_URL,
            "this address brings whatever Visual Studio is the newest, so that the image changes without an edit",
            "pin it, as in https://aka.ms/vs/17/release/<number>_<number>/vs_Enterprise.exe") {
        @Override
        boolean concerns(String text) {
            return contains(text, "://aka.ms/vs/")
                    && VISUAL_STUDIO
                            .matcher(text)
                            .results()
                            .map(address -> List.of(address.group(1).split("/", -1)))
                            .anyMatch(TextLint::isFloating);
        }
    };

    /** All, in an array that is made once. */
    static final List<TextLint> ALL = List.of(values());

    private static final Pattern GALLERY_LATEST =
            Pattern.compile("/images/[^/\\s\"'?]+/versions/latest(?![\\w.-])", Pattern.CASE_INSENSITIVE);

    /** An address with its path; no group is repeated, since each repetition of one would take from the stack. */
    private static final Pattern VISUAL_STUDIO =
            Pattern.compile("https?://aka\\.ms/vs/([^\\s\"']+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern BOOTSTRAPPER = Pattern.compile("vs_\\w+\\.exe.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PIN = Pattern.compile("-?\\d+_-?\\d+");

    private final ProblemCode code;
    private final String message;
    private final String nextStep;

    TextLint(ProblemCode code, String message, String nextStep) {
        this.code = code;
        this.message = message;
        this.nextStep = nextStep;
    }

    /** Whether a text holds another that has a slash in it, in whatever case: a quick look before a slow one. */
    static boolean contains(String text, String other) {
        int slash = other.indexOf('/');
        for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
            if (text.regionMatches(true, at - slash, other, 0, other.length())) {
                return true;
            }
        }
        return false;
    }

    ProblemCode code() {
        return code;
    }

    abstract boolean concerns(String text);

    private static boolean isFloating(List<String> path) {
        for (int i = 0; i < path.size(); i++) {
            if (PIN.matcher(path.get(i)).matches()) {
                return false;
            }
            if (i > 0 && BOOTSTRAPPER.matcher(path.get(i)).matches()) {
                return true;
            }
        }
        return false;
    }

    String message() {
        return message;
    }

    String nextStep() {
        return nextStep;
    }
}
