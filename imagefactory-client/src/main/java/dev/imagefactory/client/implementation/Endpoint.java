package dev.imagefactory.client.implementation;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The address of the service: the only place that requests, and tokens above all, may go to. */
public final class Endpoint {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127(\\." + OCTET + "){3}");

    private final URI base;

    private Endpoint(URI base) {
        this.base = base;
    }

    /**
     * Reads an absolute https URL, or an http URL of a loopback host. A path is kept as the base of all routes.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Endpoint parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw refused("it is not a URL");
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw refused("it is not an absolute URL with a host");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("it contains a user name or password; use a credential instead");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused("it contains a query or a fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw refused("its port is not one of 1 to 65535");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http");
        if (!http && !scheme.equals("https")) {
            throw refused("its scheme is neither https nor http");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (http && !isLoopback(host)) {
            throw refused("http is for loopback hosts only");
        }
        String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath().replaceAll("/+$", "");
        return new Endpoint(URI.create(scheme + "://" + host + port + path));
    }

    /** The URL of a route, which begins with a slash and is percent-encoded already, below the base path. */
    public URL resolve(String route) {
        return toUrl(URI.create(base + route));
    }

    /**
     * The URL that a link in an answer leads to.
     *
     * @param hiding takes out of the link what a message must not show
     * @throws IllegalArgumentException if it leads away from this endpoint's scheme, host and port
     */
    public URL follow(URL from, String link, UnaryOperator<String> hiding) {
        URI target;
        try {
            // URI.resolve would drop the last segment before a lone query.
            target = from.toURI().resolve(new URI(link.startsWith("?") ? from.getPath() + link : link));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is not a URL"); // without the cause, which quotes the query
        }
        if (!covers(target)) {
            throw new IllegalArgumentException(
                    "it leads to another host, " + ForeignText.withoutQuery(hiding.apply(link)));
        }
        return toUrl(target);
    }

    /** Whether the URL has this endpoint's scheme, host and port. */
    public boolean covers(URL url) {
        try {
            return covers(url.toURI());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether the host is this machine, by its name or address alone. */
    public boolean isLoopback() {
        return isLoopback(base.getHost());
    }

    @Override
    public String toString() {
        return base.toString();
    }

    private boolean covers(URI uri) {
        return base.getScheme().equalsIgnoreCase(uri.getScheme())
                && base.getHost().equalsIgnoreCase(uri.getHost())
                && port(base) == port(uri)
                && uri.getRawUserInfo() == null;
    }

    private static int port(URI uri) {
        return uri.getPort() != -1 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    private static URL toUrl(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("it is not a URL", e);
        }
    }

    /** The text itself is not shown, nor the cause that quotes it: a password may stand in it. */
    private static IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException("The endpoint is not usable: " + reason
                + ". Give an absolute https URL such as https://imagefactory.example.com.");
    }
}
