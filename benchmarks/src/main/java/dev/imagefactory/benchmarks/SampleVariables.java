package dev.imagefactory.benchmarks;

import dev.imagefactory.template.document.JsonValue.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The variables of a sample set: several kinds of each of some products.
 *
 * @param count how many there are; at most {@link #MOST}
 */
record SampleVariables(int count, long seed) {
    private static final List<String> PRODUCTS = List.of(
            "VS_2017",
            "VS_2019",
            "VS_2019_PREVIEW",
            "VS_2022",
            "VS_2022_PREVIEW",
            "VS_2026",
            "DOTNET_SDK_8",
            "DOTNET_SDK_9",
            "DOTNET_SDK_10",
            "GIT",
            "GIT_LFS",
            "NODE_LTS",
            "NODE_CURRENT",
            "POWERSHELL",
            "PYTHON_3",
            "PYTHON_PREVIEW",
            "OPENJDK_17",
            "OPENJDK_21",
            "OPENJDK_25",
            "MAVEN",
            "GRADLE",
            "CMAKE",
            "NINJA",
            "LLVM",
            "GCC_CROSS",
            "WINDOWS_SDK",
            "WINDOWS_ADK",
            "ANDROID_SDK",
            "ANDROID_NDK",
            "XUNIT_RUNNER",
            "DOCKER_ENGINE",
            "KUBECTL",
            "AZURE_CLI",
            "AZ_COPY",
            "SEVEN_ZIP",
            "SYSINTERNALS",
            "PERFVIEW",
            "DEBUGGERS",
            "EDGE_DRIVER",
            "CHROME_DRIVER");

    static final int MOST = PRODUCTS.size() * Kind.values().length;

    SampleVariables {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(count + " variables; there are 1 to " + MOST);
        }
    }

    /** What a variable says of its product, and the parameter of an artifact that takes it. */
    private enum Kind {
        VERSION("Version", "", ""),
        URL("Url", "", "/setup-x64.exe"),
        SHA256("Checksum", "sha256:", ""),
        OPTIONS("Arguments", "/quiet /norestart ", ""),
        CHANNEL("Channel", "", "");

        private final String parameter;
        private final String before;
        private final String after;

        Kind(String parameter, String before, String after) {
            this.parameter = parameter;
            this.before = before;
            this.after = after;
        }

        String value(SplittableRandom random) {
            return switch (this) {
                case VERSION -> random.nextInt(1, 30) + "." + random.nextInt(20) + "." + random.nextInt(500);
                case URL ->
                    "https://downloads.example.com/released/" + random.nextInt(100_000_000, 999_999_999) + "/"
                            + Long.toHexString(random.nextLong());
                case SHA256 -> {
                    StringBuilder digits = new StringBuilder();
                    for (int i = 0; i < 4; i++) {
                        digits.append(String.format(Locale.ROOT, "%016x", random.nextLong()));
                    }
                    yield digits.toString();
                }
                case OPTIONS -> "/log:setup-" + random.nextInt(1_000) + ".log";
                case CHANNEL -> List.of("release", "preview", "lts", "current").get(random.nextInt(4));
            };
        }
    }

    /** The file. */
    JsonObject document() {
        JsonObjectBuilder document = new JsonObjectBuilder();
        for (int i = 0; i < count; i++) {
            document.with(name(i), kind(i).value(new SplittableRandom(seed * MOST + i)));
        }
        return document.build();
    }

    /** The name of a variable, in one of the two spellings of a use. */
    String use(int index, boolean braces) {
        return braces ? "{" + name(index) + "}" : "<" + name(index) + ">";
    }

    /** The variable with the version of the product of another; there is one for each. */
    int versionBeside(int index) {
        return index - index % Kind.values().length;
    }

    /** A package that an artifact installs, described by a variable. */
    JsonObjectBuilder describe(int index, boolean braces) {
        Kind kind = kind(index);
        String product = PRODUCTS.get(index / Kind.values().length);
        return new JsonObjectBuilder()
                .with("Id", product.toLowerCase(Locale.ROOT).replace('_', '-'))
                .with(kind.parameter, kind.before + use(index, braces) + kind.after);
    }

    private static String name(int index) {
        return PRODUCTS.get(index / Kind.values().length) + "_" + kind(index);
    }

    private static Kind kind(int index) {
        return Kind.values()[index % Kind.values().length];
    }
}
