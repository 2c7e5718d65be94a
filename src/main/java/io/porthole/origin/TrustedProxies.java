package io.porthole.origin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/**
 * The proxies whose word about the client's address is believed.
 *
 * @param addresses their addresses, as the portal sees them; empty: nobody's word is
 */
public record TrustedProxies(Set<InetAddress> addresses) {

    /** Digits and dots, or hexadecimal digits and colons: nothing that a resolver would be asked for. */
    private static final Pattern LITERAL = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F]*:[0-9a-fA-F:.]{1,44}");

    public static TrustedProxies from(Settings settings) {
        Set<InetAddress> addresses = new HashSet<>();
        for (String text : settings.list("trusted_proxies")) {
            addresses.add(literal(text).orElseThrow(() -> new SettingException("trusted_proxies", "'" + text + "' is not an IP address")));
        }
        return new TrustedProxies(Set.copyOf(addresses));
    }

    /**
     * Walks X-Forwarded-For from the near end while the speaker is trusted.
     *
     * @param peer the other end of the connection
     * @param forwardedFor every line of the header, in order: a proxy may add a line of its own after the client's
     * @return the nearest address that no trusted proxy stands at; a forged one from further away is never reached
     */
    public String client(String peer, Collection<String> forwardedFor) {
        if (forwardedFor.isEmpty() || !isTrusted(peer)) {
            return peer;
        }
        List<String> chain = Arrays.stream(String.join(",", forwardedFor).split(",")).map(String::strip).toList();
        for (int i = chain.size() - 1; i >= 0; i--) {
            String address = chain.get(i);
            if (literal(address).isEmpty()) {
                return peer;
            }
            if (!isTrusted(address)) {
                return address;
            }
        }
        return peer;
    }

    private boolean isTrusted(String address) {
        return literal(address).filter(addresses::contains).isPresent();
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return LITERAL.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)).filter(found -> !found.isAnyLocalAddress()) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
