package dev.imagefactory.pullrequests;

import dev.imagefactory.osob.ConsumerException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;

/** Where a repository is. It holds no user and no password, so that it can be shown. */
record RemoteAddress(URI uri) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * @param address {@code https}, {@code file}, a path, or {@code http} to this machine; a user before the host is
     *     left out
     * @throws ConsumerException where it is none of these, or holds a password
     */
    static RemoteAddress of(String address) {
        if (!address.contains("://")) {
            if (address.matches("[^/\\\\]{2,}:.*")) {
                throw new ConsumerException("'" + address.replaceFirst("^.*@", "")
                        + "' is an ssh address, which is not supported; give" + " the one for https");
            }
            return new RemoteAddress(
                    Path.of(address).toAbsolutePath().normalize().toUri());
        }
        URI uri;
        try {
            uri = new URI(address.replace(" ", "%20"));
        } catch (URISyntaxException e) {
            // The cause would show the address with a password in it.
            throw new ConsumerException("the address of the git repository is no URL at position " + e.getIndex()
                    + "; check it, and write special characters as %20 and the like");
        }
        // Java knows a user only where it likes the host.
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        String user = authority.substring(0, authority.lastIndexOf('@') + 1);
        if (user.contains(":")) {
            throw new ConsumerException("the address of the git repository at " + authority.substring(user.length())
                    + " holds a password; take it out, and give it as a credential");
        }
        String scheme = uri.getScheme();
        boolean known = uri.getHost() == null
                ? scheme.equals("file")
                : scheme.equals("https") || (scheme.equals("http") && LOOPBACK.contains(uri.getHost()));
        RemoteAddress shown = new RemoteAddress(URI.create(uri.toString().replace("//" + user, "//")));
        if (!known) {
            throw new ConsumerException(
                    shown + " cannot be used; give an address with https (http for this machine only), or a path");
        }
        return shown;
    }

    @Override
    public String toString() {
        return uri.getScheme().equals("file") ? Path.of(uri).toString() : uri.toString();
    }
}
