package dev.imagefactory.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.Rollout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report as one page that needs nothing beside it: no script, no network, no font. It is well-formed XML, too, so
 * that tests can hold its structure against what hostile texts may do.
 */
public final class HtmlReport {
    private static final String CSS = css();

    private final ImageReport report;
    private final Markup html = new Markup("<!DOCTYPE html>");

    private HtmlReport(ImageReport report) {
        this.report = report;
    }

    /** The text of the file. */
    public static String of(ImageReport report) {
        return new HtmlReport(report).text();
    }

    private String text() {
        html.open("html", "lang", "en");
        head();
        html.open("body");
        html.element("a", "Skip to the report", "class", "skip", "href", "#main");
        html.open("header").open("h1").text("Images: " + MarkdownReport.summary(report));
        html.close();
        html.open("p").text("As of ");
        html.element("time", Ticket.minute(report.at()), "datetime", report.at().toString());
        html.close().close();
        navigation();
        html.open("main", "id", "main");
        hindrances();
        failures();
        incidents();
        images();
        dependencies();
        html.close();
        html.open("footer").element("p", "Made by imagefactory. All times are UTC.", "class", "soft");
        return html.finished();
    }

    private void head() {
        html.open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'sha256-" + sha256(CSS) + "'; base-uri 'none'; form-action 'none'");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", "Images: " + MarkdownReport.summary(report));
        html.style(CSS);
        html.close();
    }

    private void navigation() {
        html.open("nav", "aria-label", "Parts of the report").open("ul");
        link("#failures", "Failures (" + report.failures().size() + ")");
        link("#notices", "Notices (" + report.incidents().size() + ")");
        link("#images", "Images (" + report.images().size() + ")");
        link("#dependencies", "Dependencies");
        html.close().close();
    }

    private void link(String target, String text) {
        html.open("li").element("a", text, "href", target);
        html.close();
    }

    private void hindrances() {
        for (String hindrance : report.hindrances()) {
            html.open("p", "class", "bad").text("The run could not do its work: ");
            html.text(SafeText.line(hindrance, 2_000));
            html.close();
        }
    }

    private void failures() {
        section("failures", "Failures");
        if (report.failures().isEmpty()) {
            html.element("p", report.faults().isEmpty() ? "No image failed." : "Nothing is known of the images.");
        }
        int number = 0;
        for (ReportedFailure failure : report.failures()) {
            number++;
            String heading = "failure-" + number;
            html.open("article", "aria-labelledby", heading);
            html.element("h3", SafeText.line(failure.imageId(), 300), "id", heading);
            html.open("p").element("span", failure.kind() + ": ", "class", "bad");
            html.text(SafeText.line(failure.message(), 2_000));
            html.close();
            html.open("dl");
            term("Next step", failure.advice());
            term("Blocked", failure.isBlocking() ? "nothing more is tried" : null);
            term("First failing artifact", failure.artifact());
            term("Tracking id", failure.trackingId());
            term("Owner", failure.owner());
            log(failure);
            html.close();
            attempts(failure);
            String tail = Ticket.lastLines(failure.log());
            if (!tail.isEmpty()) {
                html.open("details", "open", "open").element("summary", "Last lines of the log");
                html.element("pre", tail, "tabindex", "0", "role", "region", "aria-label", "Last lines of the log");
                html.close();
            }
            String ticket = "ticket-" + number;
            html.open("details").element("summary", "Ticket, ready to be pasted");
            html.element("label", "Select all of it and copy: ", "for", ticket);
            html.element("textarea", Ticket.of(failure), "id", ticket, "readonly", "readonly", "spellcheck", "false");
            html.close().close();
        }
        html.close();
    }

    private void log(ReportedFailure failure) {
        @Nullable SavedLog log = failure.log();
        @Nullable String url = failure.logUrl();
        if (log == null && url == null) {
            return;
        }
        html.element("dt", "Log").open("dd");
        if (log != null && log.file() != null) {
            html.element("a", "copy beside this page", "href", log.file()).text(" ");
        }
        if (url != null) {
            SafeText.webAddress(url)
                    .ifPresentOrElse(
                            address -> html.element("a", "at the service", "href", address, "rel", "noreferrer"),
                            () -> html.element("code", SafeText.line(url, 300)));
        }
        if (log != null && log.note() != null) {
            html.element("span", " (" + SafeText.line(log.note(), 500) + ")", "class", "soft");
        }
        html.close();
    }

    private void attempts(ReportedFailure failure) {
        if (failure.attempts().isEmpty()) {
            return;
        }
        html.element("p", "Attempts at this payload:", "class", "soft").open("ol");
        failure.attempts().forEach(build -> html.element("li", Ticket.attempt(build)));
        html.close();
    }

    private void incidents() {
        section("notices", "Notices");
        if (report.incidents().isEmpty()) {
            html.element("p", "None.");
        } else {
            html.open("ul");
            for (Incident incident : report.incidents()) {
                html.open("li").element("strong", incident.kind().id());
                html.text(" " + SafeText.line(incident.toString(), 2_000));
                html.close();
            }
            html.close();
        }
        html.close();
    }

    private void images() {
        section("images", "Images");
        table("All images of this report", "Image", "State", "Age", "Consumers name", "Last builds", "Why");
        for (ReportedImage image : report.images()) {
            PlannedImage plan = image.plan();
            html.open("tr").element("th", SafeText.line(image.id(), 300), "scope", "row");
            html.element("td", state(image), "class", classOf(image.verdict()));
            age(image);
            used(image);
            history(image);
            html.open("td").element("p", SafeText.line(plan.reason().message(), 500));
            plan.warnings().forEach(warning -> html.element("p", "Warning: " + SafeText.line(warning, 500)));
            rollout(plan.build());
            html.close().close();
        }
        html.close().close().close().close();
    }

    private String state(ReportedImage image) {
        @Nullable Build build = image.plan().build();
        String mark = switch (image.verdict()) {
            case FAILED, BLOCKED -> "\u2717 ";
            case BUILT -> "\u2713 ";
            case WAITING, TO_BUILD -> "\u2026 ";
            case GONE -> "";
        };
        @Nullable
        String detail = report.failureOf(image.id())
                .map(ReportedFailure::kind)
                .orElse(build == null ? null : build.state().id());
        return mark + image.verdict().words() + (detail == null ? "" : " (" + detail + ")");
    }

    private static String classOf(Verdict verdict) {
        return switch (verdict) {
            case FAILED, BLOCKED -> "bad";
            case BUILT -> "good";
            case WAITING, TO_BUILD, GONE -> "soft";
        };
    }

    private void age(ReportedImage image) {
        html.open("td");
        if (image.age() != null) {
            html.text(image.age() + " ");
        }
        String mark = image.ageMark().words();
        if (!mark.isEmpty()) {
            html.element("span", mark, "class", image.ageMark() == AgeMark.TOO_OLD ? "bad" : "warn");
        }
        html.close();
    }

    private void used(ReportedImage image) {
        html.open("td");
        if (!image.used().isEmpty()) {
            html.open("ul");
            for (UsedName used : image.used()) {
                int holders = used.references().size();
                html.open("li").element("code", SafeText.line(used.imageName(), 200));
                html.text(" (" + holders + (holders == 1 ? " place)" : " places)"));
                if (used.behind()) {
                    html.text(" ").element("span", "not what is wanted", "class", "warn");
                }
                html.close();
            }
            html.close();
        }
        html.close();
    }

    private void history(ReportedImage image) {
        html.open("td");
        if (!image.history().isEmpty()) {
            html.open("ol", "class", "history");
            for (Build build : image.history()) {
                String words = Ticket.attempt(build);
                html.open("li")
                        .element(
                                "span",
                                symbol(build.state()),
                                "class",
                                build.state() == BuildState.SUCCEEDED
                                        ? "good"
                                        : build.state().isUnsuccessful() ? "bad" : "soft",
                                "role",
                                "img",
                                "title",
                                words,
                                "aria-label",
                                words);
                html.close();
            }
            html.close();
        }
        if (image.typical() != null) {
            html.element("p", "as a rule " + TypicalTimes.words(image.typical()), "class", "soft");
        }
        html.close();
    }

    private static String symbol(BuildState state) {
        return switch (state) {
            case SUCCEEDED -> "\u2713";
            case FAILED -> "\u2717";
            case CANCELLED -> "\u2013";
            case LOST, UNKNOWN, UNANSWERED -> "?";
            case SUBMITTING, QUEUED, RUNNING -> "\u2026";
        };
    }

    /** By what the image came to its consumers. */
    private void rollout(@Nullable Build build) {
        if (build == null) {
            return;
        }
        Rollout rollout = build.progress().rollout();
        for (String place : rollout.pullRequests()) {
            html.open("p").text("Proposed: ");
            SafeText.webAddress(place)
                    .ifPresentOrElse(
                            address -> html.element("a", address, "href", address, "rel", "noreferrer"),
                            () -> html.element("code", SafeText.line(place, 200)));
            html.close();
        }
        if (rollout.takenBackAt() != null) {
            html.element("p", "Taken back " + Ticket.minute(rollout.takenBackAt()), "class", "warn");
        }
    }

    private void dependencies() {
        section("dependencies", "Dependencies");
        DependencyPicture picture = new DependencyPicture(report);
        if (picture.isEmpty()) {
            html.element("p", "None are known.").close();
            return;
        }
        if (picture.isReadable()) {
            html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Dependencies drawn");
            picture.draw(html);
            html.close();
        } else {
            html.element("p", "There is too much for a drawing: " + picture.words() + ".");
        }
        html.open("details").element("summary", "The same as a table");
        table("What depends on what", "Image", "Variables", "Built upon", "Consumers");
        for (List<String> row : picture.rows()) {
            html.open("tr").element("th", SafeText.line(row.get(0), 300), "scope", "row");
            row.subList(1, row.size()).forEach(cell -> html.element("td", SafeText.line(cell, 2_000)));
            html.close();
        }
        html.close().close().close().close().close();
    }

    /** Opens a part of the page. */
    private void section(String id, String title) {
        html.open("section", "id", id, "aria-labelledby", id + "-title");
        html.element("h2", title, "id", id + "-title");
    }

    /** Opens a table up to its body, three elements deep. */
    private void table(String caption, String... columns) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        html.open("table").element("caption", caption).open("thead").open("tr");
        for (String column : columns) {
            html.element("th", column, "scope", "col");
        }
        html.close().close().open("tbody");
    }

    private void term(String name, @Nullable String value) {
        if (value != null) {
            html.element("dt", name).element("dd", SafeText.line(value, 1_000));
        }
    }

    private static String css() {
        String name = "report.css";
        try (InputStream resource = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), UTF_8).lines().collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own " + name + " cannot be read", e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
