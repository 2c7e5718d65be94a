package io.porthole.origin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Scheme, host and port, as browsers compare them (RFC 6454, 4). */
public record WebOrigin(String scheme, String host, int port) {

    public static WebOrigin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new WebOrigin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
    }

    /** @return empty for everything that a browser does not send for a page of the web: "null", a path, a user, another scheme */
    public static Optional<WebOrigin> parse(String header) {
        try {
            URI uri = new URI(header);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean bare = uri.getRawPath() != null && uri.getUserInfo() == null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
            boolean web = scheme.equals("http") || scheme.equals("https");
            return web && bare && uri.getHost() != null ? Optional.of(of(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
