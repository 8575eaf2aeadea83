import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.mustachejava.DefaultMustacheFactory;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plans a folder of JSON definitions: {@code TreesAndMustache FOLDER STATE [--write]}. What a team of Java would write
 * with Jackson's trees and mustache.java, for which the variables are spelled anew here.
 */
final class TreesAndMustache {
    private static final Pattern VARIABLE = Pattern.compile("[{<]([A-Z][A-Z0-9_]*)[}>]");

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path stateFile = Path.of(arguments[1]);
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        Map<String, String> values = new HashMap<>();
        Path variables = folder.resolve("variables.json");
        for (Map.Entry<String, String> variable : texts(mapper, variables).entrySet()) {
            String quoted = mapper.writeValueAsString(variable.getValue());
            values.put(variable.getKey(), quoted.substring(1, quoted.length() - 1));
        }
        for (String builtIn : List.of("BUILD_DATE", "BUILD_DAY", "BUILD_TIME")) {
            values.put(builtIn, "{" + builtIn + "}");
        }
        List<Path> files;
        try (Stream<Path> below = Files.walk(folder)) {
            files = below.filter(Files::isRegularFile).filter(file -> !file.equals(variables)).toList();
        }
        DefaultMustacheFactory factory = new DefaultMustacheFactory();
        Map<String, String> fingerprints = new TreeMap<>();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path file : files) {
            String template = VARIABLE.matcher(Files.readString(file)).replaceAll(use -> {
                if (!values.containsKey(use.group(1))) {
                    throw new IllegalArgumentException(file + ": the variable " + use.group(1) + " does not exist");
                }
                return "{{{" + use.group(1) + "}}}";
            });
            StringWriter rendered = new StringWriter();
            factory.compile(new StringReader(template), file.toString()).execute(rendered, values);
            // A tree keeps its order when it is written; maps are sorted.
            Object document = mapper.treeToValue(mapper.readTree(rendered.toString()), Object.class);
            String name = folder.relativize(file).toString();
            fingerprints.put(
                    name.substring(0, name.length() - ".json".length()),
                    HexFormat.of().formatHex(digest.digest(mapper.writeValueAsBytes(document))));
        }
        if (arguments.length > 2) {
            mapper.writeValue(stateFile.toFile(), fingerprints);
            return;
        }
        Map<String, String> known = texts(mapper, stateFile);
        fingerprints.forEach((id, fingerprint) -> {
            if (!fingerprint.equals(known.get(id))) {
                System.out.println(id);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> texts(ObjectMapper mapper, Path file) throws IOException {
        return mapper.readValue(file.toFile(), Map.class);
    }
}
