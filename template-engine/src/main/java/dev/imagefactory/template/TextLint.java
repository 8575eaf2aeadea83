package dev.imagefactory.template;

import dev.imagefactory.template.problem.ProblemCode;
import java.util.regex.Pattern;

/** Something in a text of a definition that is often a mistake. */
enum TextLint {
    /** A version of a gallery image; {@code /Publisher/Offer/Sku/latest} is the way to name one of the marketplace. */
    LATEST_VERSION(
            ProblemCode.LATEST_VERSION,
            "/images/[^/\\s\"'?]+/versions/latest(?![\\w.-])",
            "'latest' is no version of a gallery image that a build can be repeated with",
            "name the exact version"),

    /**
     * A bootstrapper of Visual Studio; the pinned ones have a folder of two numbers, as {@code 184776537_-638374648}.
     */
    FLOATING_URL(
            ProblemCode.FLOATING_URL,
            "https?://aka\\.ms/vs/(?!(?:[^/\\s\"']+/)*-?\\d+_-?\\d+/)(?:[^/\\s\"']+/)+vs_\\w+\\.exe",
            "this address brings whatever Visual Studio is the newest, so that the image changes without an edit",
            "pin it, as in https://aka.ms/vs/17/release/<number>_<number>/vs_Enterprise.exe");

    private final ProblemCode code;
    private final Pattern pattern;
    private final String message;
    private final String nextStep;

    TextLint(ProblemCode code, String pattern, String message, String nextStep) {
        this.code = code;
        this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        this.message = message;
        this.nextStep = nextStep;
    }

    ProblemCode code() {
        return code;
    }

    boolean concerns(String text) {
        return pattern.matcher(text).find();
    }

    String message() {
        return message;
    }

    String nextStep() {
        return nextStep;
    }
}
