package dev.imagefactory.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text in the <a
 * href="https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md">OpenMetrics</a> format,
 * version 1.0: families with their samples, then {@code # EOF}.
 */
final class OpenMetrics {
    private final StringBuilder text = new StringBuilder();
    private String family = "";

    /** Begins a family of values that go up and down. */
    OpenMetrics gauge(String name, String help) {
        return family(name, "gauge", help);
    }

    /** Begins a family of values that only grow. */
    OpenMetrics counter(String name, String help) {
        return family(name, "counter", help);
    }

    /** Begins a family of counts of durations; the name ends in {@code _seconds}. */
    OpenMetrics histogram(String name, String help) {
        return family(name, "histogram", help);
    }

    private OpenMetrics family(String name, String type, String help) {
        family = name;
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (name.endsWith("_seconds")) {
            text.append("# UNIT ").append(name).append(" seconds\n");
        }
        text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
        return this;
    }

    /** A value of a gauge. */
    OpenMetrics value(long value, String... labelsAndValues) {
        return sample("", Long.toString(value), labelsAndValues);
    }

    /** A value of a gauge, in seconds. */
    OpenMetrics value(Duration value, String... labelsAndValues) {
        return sample("", seconds(value), labelsAndValues);
    }

    /** The value of a counter. */
    OpenMetrics total(long value, String... labelsAndValues) {
        return sample("_total", Long.toString(value), labelsAndValues);
    }

    /** A distribution: each bucket counts what is no longer than its bound, so the last one counts all. */
    OpenMetrics distribution(List<Duration> durations, List<Duration> bounds, String... labelsAndValues) {
        for (Duration bound : bounds) {
            long count = durations.stream()
                    .filter(duration -> duration.compareTo(bound) <= 0)
                    .count();
            bucket(bound.toSeconds() + ".0", count, labelsAndValues);
        }
        bucket("+Inf", durations.size(), labelsAndValues);
        Duration sum = durations.stream().reduce(Duration.ZERO, Duration::plus);
        return sample("_sum", seconds(sum), labelsAndValues)
                .sample("_count", Integer.toString(durations.size()), labelsAndValues);
    }

    private void bucket(String bound, long count, String... labelsAndValues) {
        List<String> labels = new ArrayList<>();
        Collections.addAll(labels, labelsAndValues);
        Collections.addAll(labels, "le", bound);
        sample("_bucket", Long.toString(count), labels.toArray(String[]::new));
    }

    private OpenMetrics sample(String suffix, String value, String... labelsAndValues) {
        String labels = IntStream.range(0, labelsAndValues.length / 2)
                .mapToObj(i -> labelsAndValues[2 * i] + "=\"" + escaped(labelsAndValues[2 * i + 1]) + "\"")
                .collect(Collectors.joining(","));
        text.append(family).append(suffix);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
        return this;
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** The whole text. */
    String end() {
        return text + "# EOF\n";
    }
}
