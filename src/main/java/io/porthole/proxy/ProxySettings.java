package io.porthole.proxy;

import java.time.Duration;
import java.util.List;

import io.porthole.rfb.SecurityType;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/**
 * How the proxy talks to VNC servers.
 *
 * @param securityTypes accepted from a VNC server, in our order of preference (nova.conf: auth_schemes)
 * @param connectTimeout for the TCP connection to the VNC server
 * @param handshakeTimeout for each of the two RFB handshakes
 * @param pingInterval a browser that was quiet for so long is asked for a sign of life, and lost after three times that
 */
public record ProxySettings(List<SecurityType> securityTypes, Duration connectTimeout, Duration handshakeTimeout, Duration pingInterval) {

    /** nova.conf's names for the security types. */
    private enum Scheme {
        VNC, NONE
    }

    public static ProxySettings from(Settings settings) {
        List<SecurityType> types = settings.choices("auth_schemes", Scheme.class, List.of(Scheme.VNC, Scheme.NONE)).stream()
                .map(scheme -> scheme == Scheme.VNC ? SecurityType.VNC_AUTHENTICATION : SecurityType.NONE).distinct().toList();
        if (types.isEmpty()) {
            throw new SettingException("auth_schemes", "names no security type");
        }
        return new ProxySettings(types,
                settings.duration("vnc_connect_timeout", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.duration("vnc_handshake_timeout", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.duration("ping_interval", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofHours(1)));
    }
}
