package io.porthole.rfb;

import java.util.List;
import java.util.stream.Collectors;

/** The security types that we accept from a VNC server, best first; the server's own order counts for nothing. */
final class SecurityPreference {

    private final List<SecurityType> accepted;
    private final byte[] vncPassword;

    /** @param vncPassword null when none is known; then VNC authentication is passed over */
    SecurityPreference(List<SecurityType> accepted, byte[] vncPassword) {
        this.accepted = List.copyOf(accepted);
        this.vncPassword = vncPassword == null ? null : vncPassword.clone();
    }

    /** @param offered the numbers that the server sent, known to us or not */
    Security choose(List<Long> offered) throws HandshakeException {
        for (SecurityType type : accepted) {
            if (offered.contains((long) type.number()) && !lacksPassword(type)) {
                return security(type);
            }
        }
        throw unacceptable("The VNC server offers only the security types " + numbers(offered) + ", and we accept " + acceptable());
    }

    private boolean lacksPassword(SecurityType type) {
        return type == SecurityType.VNC_AUTHENTICATION && vncPassword == null;
    }

    private Security security(SecurityType type) throws HandshakeException {
        return switch (type) {
            case NONE -> new NoneSecurity();
            case VNC_AUTHENTICATION -> new VncAuthSecurity(vncPassword);
            // To go on to the next type would be a downgrade that nobody asked for.
            case VENCRYPT -> throw unacceptable("The VNC server offers VeNCrypt, which our settings accept but this handshake cannot speak");
        };
    }

    private String acceptable() {
        return accepted.stream()
                .map(type -> type + (lacksPassword(type) ? " (but know no password)" : ""))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String numbers(List<Long> offered) {
        return offered.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static HandshakeException unacceptable(String message) {
        return new HandshakeException(HandshakeException.Kind.NO_ACCEPTABLE_SECURITY, message);
    }
}
