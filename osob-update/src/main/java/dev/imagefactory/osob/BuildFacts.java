package dev.imagefactory.osob;

import dev.imagefactory.planner.Build;
import dev.imagefactory.template.BuiltIn;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a proposal says of a build, as Markdown.
 *
 * @param built the UTC day
 * @param log a link to its log page; empty where it has none
 * @param trackingId the service's id of its job; empty where it has none
 */
record BuildFacts(String built, String log, String trackingId) {
    static BuildFacts of(Build build) {
        @Nullable String id = build.progress().trackingId();
        return new BuildFacts(
                BuiltIn.BUILD_DATE.valueAt(Offers.finishedAt(build)),
                link(build.progress().logUrl()),
                id == null ? "" : Markdown.code(id));
    }

    /** The service's address is foreign text: what is no plain web address is shown and not linked. */
    private static String link(@Nullable String url) {
        if (url == null) {
            return "";
        }
        try {
            URI uri = new URI(url);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && url.matches("[\\w:/?#@!$&*+,;=.~%-]*")
                    ? "[log](" + url + ")"
                    : Markdown.code(url);
        } catch (URISyntaxException e) {
            return Markdown.code(url);
        }
    }
}
