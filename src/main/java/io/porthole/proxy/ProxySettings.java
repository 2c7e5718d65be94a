package io.porthole.proxy;

import java.time.Duration;
import java.util.List;

import io.porthole.proxy.tls.ServerTls;
import io.porthole.rfb.SecurityType;
import io.porthole.rfb.VeNCryptSubtype;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/**
 * How the proxy talks to VNC servers.
 *
 * @param securityTypes accepted from a VNC server, in our order of preference (nova.conf: auth_schemes)
 * @param connectTimeout for the TCP connection to the VNC server
 * @param handshakeTimeout for each of the two RFB handshakes
 * @param pingInterval a browser that was quiet for so long is asked for a sign of life
 * @param vncPingInterval the same for a VNC server; zero is never
 * @param pingTimeout for the answer of either
 * @param vencryptSubtypes accepted within VeNCrypt, in our order of preference
 * @param tls what VeNCrypt's TLS is made from
 */
public record ProxySettings(List<SecurityType> securityTypes, Duration connectTimeout, Duration handshakeTimeout, Duration pingInterval,
        Duration vncPingInterval, Duration pingTimeout, List<VeNCryptSubtype> vencryptSubtypes, ServerTls tls) {

    /** nova.conf's names for the security types. */
    private enum Scheme {
        VENCRYPT(SecurityType.VENCRYPT), VNC(SecurityType.VNC_AUTHENTICATION), NONE(SecurityType.NONE);

        private final SecurityType type;

        Scheme(SecurityType type) {
            this.type = type;
        }
    }

    private static final String SCHEMES = "auth_schemes";
    private static final String SUBTYPES = "vencrypt_subtypes";
    /** What proves most first. Those without a certificate have to be named by whoever wants them. */
    private static final List<VeNCryptSubtype> CERTIFIED = List.of(VeNCryptSubtype.X509VNC, VeNCryptSubtype.X509PLAIN, VeNCryptSubtype.X509NONE);

    public static ProxySettings from(Settings settings) {
        ServerTls tls = ServerTls.from(settings);
        return new ProxySettings(securityTypes(settings, tls),
                settings.duration("vnc_connect_timeout", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.duration("vnc_handshake_timeout", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.duration("ping_interval", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofHours(1)),
                settings.duration("vnc_ping_interval", Duration.ofSeconds(10), Duration.ZERO, Duration.ofHours(1)),
                settings.duration("ping_timeout", Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(1)),
                subtypes(settings), tls);
    }

    private static List<SecurityType> securityTypes(Settings settings, ServerTls tls) {
        List<SecurityType> types = settings.choices(SCHEMES, Scheme.class, standardSchemes(tls)).stream().map(scheme -> scheme.type).distinct().toList();
        if (types.isEmpty()) {
            throw new SettingException(SCHEMES, "names no security type");
        }
        return types;
    }

    /**
     * VeNCrypt comes first by itself for whoever named the authority of the nodes' certificates, and for nobody else: a server that offers VeNCrypt beside a password,
     * as TigerVNC does, would be lost to a portal that cannot check its certificate, because nothing falls back.
     */
    private static List<Scheme> standardSchemes(ServerTls tls) {
        return tls.hasAuthoritiesOfItsOwn() ? List.of(Scheme.VENCRYPT, Scheme.VNC, Scheme.NONE) : List.of(Scheme.VNC, Scheme.NONE);
    }

    private static List<VeNCryptSubtype> subtypes(Settings settings) {
        List<VeNCryptSubtype> subtypes = settings.choices(SUBTYPES, VeNCryptSubtype.class, CERTIFIED).stream().distinct().toList();
        if (subtypes.isEmpty()) {
            throw new SettingException(SUBTYPES, "names no subtype");
        }
        if (!subtypes.stream().allMatch(VeNCryptSubtype::hasCertificate) && ServerTls.anonymousSuites().isEmpty()) {
            throw new SettingException(SUBTYPES, "names TLS without certificates, which this Java forbids; "
                    + "take anon out of its jdk.tls.disabledAlgorithms, as docs/compute-nodes.md tells, or name X509 subtypes only");
        }
        return subtypes;
    }
}
