package dev.imagefactory.template.problem;

import static dev.imagefactory.template.problem.Severity.ERROR;
import static dev.imagefactory.template.problem.Severity.WARNING;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of problems, each with a stable name; {@code docs/templates.md} lists them with an example. */
public enum ProblemCode {
    /** A file or folder is missing or cannot be read. */
    UNREADABLE_FILE(ERROR),
    /** A file is not UTF-8. A UTF-8 byte order mark is skipped. */
    INVALID_ENCODING(ERROR),
    /** A file holds no document. */
    EMPTY_FILE(ERROR),
    /** The text is not JSON; comments and a trailing comma are accepted. */
    MALFORMED_JSON(ERROR),
    /** The text is not YAML. */
    MALFORMED_YAML(ERROR),
    /** Values are nested more than 100 deep. */
    TOO_DEEP(ERROR),
    /** An object names the same key twice, as written or once rendered. */
    DUPLICATE_KEY(ERROR),
    /** A string holds half of a surrogate pair, which has no UTF-8 form. */
    INVALID_UNICODE(ERROR),
    /** A document must be an object, but is something else. */
    NOT_AN_OBJECT(ERROR),
    /** YAML tags are not read. */
    YAML_TAG(ERROR),
    /** A file holds more than one YAML document. */
    YAML_MULTIPLE_DOCUMENTS(ERROR),
    /** A YAML alias names no anchor before it, or aliases blow the document up. */
    YAML_ALIAS(ERROR),
    /** A variable in YAML lacks its quotes, which makes it a mapping. */
    YAML_UNQUOTED_VARIABLE(ERROR),
    /** A plain YAML number would lose its spelling, as {@code 3.10}, {@code 1_000} or {@code 0123} do. */
    YAML_NUMBER(ERROR),

    /** A folder holds no definition. */
    NO_DEFINITIONS(ERROR),
    /** Two files make the same image id. */
    DUPLICATE_IMAGE_ID(ERROR),
    /** The name of an image is not a text, is empty, or is a secret. */
    INVALID_IMAGE_NAME(ERROR),
    /** Two definitions make an image of the same name in one destination. */
    DUPLICATE_IMAGE_NAME(ERROR),

    /** The value of a variable is not a text. */
    NON_STRING_VARIABLE(ERROR),
    /** A variable's name is not an upper-case letter followed by upper-case letters, digits and underscores. */
    INVALID_VARIABLE_NAME(ERROR),
    /** Two variables differ only in case. */
    VARIABLE_CASE_CONFLICT(ERROR),
    /** A variable has the name of a built-in one. */
    RESERVED_VARIABLE_NAME(ERROR),
    /** No definition uses a variable. */
    UNUSED_VARIABLE(WARNING),

    /** A definition uses a variable that does not exist. */
    UNKNOWN_VARIABLE(ERROR),
    /** A known variable's name is written in another case. */
    VARIABLE_CASE(ERROR),
    /** A known variable's name stands in a form that is not replaced, such as <code>${NAME}</code>. */
    VARIABLE_LOOK_ALIKE(ERROR),
    /** After rendering a text still looks like a variable. */
    UNRESOLVED_VARIABLE(ERROR),
    /** The name of a built-in variable is escaped, which would make two images look alike. */
    ESCAPED_BUILT_IN(ERROR),
    /** A secret reference names no possible Key Vault secret. */
    INVALID_SECRET_NAME(ERROR),
    /** A secret reference stands inside a longer text, where it is not resolved. */
    SECRET_INSIDE_TEXT(WARNING),

    /** A folder has two files of defaults. */
    DUPLICATE_DEFAULTS(ERROR),
    /** A key of a definition differs from one of its defaults only in case, so that both would be sent. */
    DEFAULTS_KEY_CASE(ERROR),
    /** The base that a definition names is the id of no definition. */
    UNKNOWN_BASE(ERROR),
    /** Several definitions make an image of the name that a definition is based on. */
    AMBIGUOUS_BASE(ERROR),
    /** Images are based on one another in a circle. */
    BASE_CYCLE(ERROR),

    /** The newest version of a gallery image is asked for, where a build needs an exact one. */
    LATEST_VERSION(WARNING),
    /** The address of a Visual Studio bootstrapper is not pinned. */
    FLOATING_URL(WARNING),
    /** A region is none of Azure's. */
    UNKNOWN_REGION(WARNING),
    /** The name of an image is longer than Azure allows. */
    IMAGE_NAME_LENGTH(WARNING),
    /** The name of an image has characters that Azure does not allow. */
    IMAGE_NAME_CHARACTERS(WARNING),
    /** A warning is silenced that there is none of. */
    UNNEEDED_SILENCE(WARNING),

    /** A definition uses an artifact that is not in the catalogue. */
    UNKNOWN_ARTIFACT(ERROR),
    /** The parameters of an artifact are not as the catalogue says. */
    INVALID_PARAMETERS(ERROR),
    /** A schema of the catalogue cannot be used. */
    INVALID_ARTIFACT_SCHEMA(ERROR),

    /** A configuration file, or the tool's part of a definition, has a key that is not known. */
    UNKNOWN_SETTING(ERROR),
    /** A value there has the wrong type or form. */
    INVALID_SETTING(ERROR),
    /** A configuration is about an image or a variable that does not exist. */
    UNUSED_SETTING(WARNING);

    private final Severity severity;

    ProblemCode(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    /** The names of the warnings that a definition can silence: those about what it says to the service. */
    public static List<String> silenceable() {
        return Arrays.stream(values())
                .filter(code -> code.severity == WARNING)
                .filter(code -> code != UNUSED_VARIABLE && code != UNNEEDED_SILENCE && code != UNUSED_SETTING)
                .map(ProblemCode::id)
                .toList();
    }

    /** The stable name in messages and JSON, for instance {@code unknown-variable}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
