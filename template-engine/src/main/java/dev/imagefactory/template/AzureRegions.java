package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The regions that an image can be in: those of Azure, and others that a configuration adds. */
final class AzureRegions {
    private static final String RESOURCE = "azure-regions.txt";

    private final Set<String> names;

    private AzureRegions(Set<String> names) {
        this.names = names;
    }

    /** @param others names that the list does not have, for instance of a region that is new */
    static AzureRegions with(Collection<String> others) {
        Set<String> names = new TreeSet<>();
        try (InputStream list = AzureRegions.class.getResourceAsStream(RESOURCE)) {
            new String(Objects.requireNonNull(list, RESOURCE).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a file of this library failed", e);
        }
        others.forEach(other -> names.add(normalised(other)));
        return new AzureRegions(names);
    }

    /** Whether a text names a region, by its programmatic name or as people write it: {@code West US 2}. */
    boolean contains(String text) {
        return names.contains(normalised(text));
    }

    Optional<String> nearest(String text) {
        return NearestName.of(normalised(text), names);
    }

    private static String normalised(String text) {
        return text.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
