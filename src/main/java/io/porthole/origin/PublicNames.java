package io.porthole.origin;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.porthole.settings.Settings;

/**
 * The names under which people reach this portal. They come from the settings; what a request says of itself is compared
 * with them and never added (nova bug 2158919).
 *
 * @param portal where people sign in
 * @param consolePage the page of a bearer URL (nova.conf: novncproxy_base_url)
 * @param origins all from which a page may talk to us
 */
public record PublicNames(URI portal, URI consolePage, Set<WebOrigin> origins) {

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    public static PublicNames from(Settings settings) {
        URI portal = settings.webAddress("portal_base_url", "http://127.0.0.1:8080");
        URI consolePage = settings.webAddress("novncproxy_base_url", "http://127.0.0.1:6080/vnc_auto.html");
        Set<WebOrigin> origins = new HashSet<>();
        origins.add(WebOrigin.of(portal));
        origins.add(WebOrigin.of(consolePage));
        for (String origin : settings.list("allowed_origins")) {
            origins.add(WebOrigin.of(Settings.webAddressOf("allowed_origins", origin)));
        }
        return new PublicNames(portal, consolePage, Set.copyOf(origins));
    }

    /** Cookies travel over TLS only where people come over TLS. */
    public boolean secure() {
        return "https".equalsIgnoreCase(portal.getScheme());
    }

    /** @param host the Host header: a name with or without a port */
    public boolean hasHost(String host) {
        if (host == null) {
            return false;
        }
        String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
        return origins.stream().map(WebOrigin::host).anyMatch(name::equals);
    }

    /** @param headers every Origin header of the request; more than one is nobody's browser */
    public OriginCheck check(Collection<String> headers) {
        if (headers.isEmpty()) {
            return OriginCheck.ABSENT;
        }
        Optional<WebOrigin> origin = headers.size() == 1 ? WebOrigin.parse(headers.iterator().next()) : Optional.empty();
        return origin.filter(origins::contains).isPresent() ? OriginCheck.OURS : OriginCheck.FOREIGN;
    }
}
