package io.porthole.origin;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.porthole.settings.Settings;

/**
 * The proxies whose word about the client's address is believed.
 *
 * @param addresses their addresses, as the portal sees them; empty: nobody's word is
 */
public record TrustedProxies(Set<String> addresses) {

    public static TrustedProxies from(Settings settings) {
        return new TrustedProxies(Set.copyOf(settings.list("trusted_proxies")));
    }

    /**
     * Walks X-Forwarded-For from the near end while the speaker is trusted.
     *
     * @param peer the other end of the connection
     * @param forwardedFor the header, or null
     * @return the nearest address that no trusted proxy stands at; a forged one from further away is never reached
     */
    public String client(String peer, String forwardedFor) {
        if (forwardedFor == null || !addresses.contains(peer)) {
            return peer;
        }
        List<String> chain = Arrays.stream(forwardedFor.split(",")).map(String::strip).toList();
        for (int i = chain.size() - 1; i >= 0; i--) {
            String address = chain.get(i);
            if (!address.matches("[0-9a-fA-F.:]{3,45}")) {
                return peer;
            }
            if (!addresses.contains(address)) {
                return address;
            }
        }
        return peer;
    }
}
