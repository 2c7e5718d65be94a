package io.porthole.rfb;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The security types and VeNCrypt's subtypes that we accept from a VNC server, best first; the server's own order counts for nothing. */
final class SecurityPreference {

    private final List<SecurityType> accepted;
    private final List<VeNCryptSubtype> subtypes;
    private final VncCredentials credentials;

    /** @param credentials what asks for more than is known is passed over */
    SecurityPreference(List<SecurityType> accepted, List<VeNCryptSubtype> subtypes, VncCredentials credentials) {
        this.accepted = List.copyOf(accepted);
        this.subtypes = List.copyOf(subtypes);
        this.credentials = credentials;
    }

    /** @param offered the numbers that the server sent, known to us or not */
    SecurityType choose(List<Long> offered) throws HandshakeException {
        for (SecurityType type : accepted) {
            if (offered.contains((long) type.number()) && obstacle(type).isEmpty()) {
                return type;
            }
        }
        throw unacceptable("The VNC server offers only the security types " + numbers(offered) + ", and we accept "
                + accepted.stream().map(type -> type + obstacle(type).orElse("")).collect(Collectors.joining(", ", "[", "]")));
    }

    /** To go back to another security type, should none of these suit us, would be a downgrade that nobody asked for. */
    VeNCryptSecurity chooseSubtype(List<Long> offered) throws HandshakeException {
        for (VeNCryptSubtype subtype : subtypes) {
            if (offered.contains((long) subtype.number()) && obstacle(subtype).isEmpty()) {
                return new VeNCryptSecurity(subtype, inside(subtype));
            }
        }
        throw unacceptable("The VNC server offers only VeNCrypt's subtypes " + numbers(offered) + ", and we accept "
                + subtypes.stream().map(subtype -> subtype + obstacle(subtype).orElse("")).collect(Collectors.joining(", ", "[", "]")));
    }

    /** What goes on without VeNCrypt. */
    Security security(SecurityType type) {
        return switch (type) {
            case NONE -> new NoneSecurity();
            case VNC_AUTHENTICATION -> new VncAuthSecurity(credentials.passwordForVncAuthentication());
            case VENCRYPT -> throw new IllegalArgumentException("VeNCrypt is more than one answer");
        };
    }

    private Security inside(VeNCryptSubtype subtype) {
        return switch (subtype) {
            case TLSNONE, X509NONE -> new NoneSecurity();
            case TLSVNC, X509VNC -> new VncAuthSecurity(credentials.passwordForVncAuthentication());
            case TLSPLAIN, X509PLAIN -> new PlainSecurity(credentials);
        };
    }

    /** VeNCrypt without any subtype is chosen nevertheless, and then fails: it was to be preferred, not to be passed over. */
    private Optional<String> obstacle(SecurityType type) {
        return type == SecurityType.VNC_AUTHENTICATION ? missingPassword() : Optional.empty();
    }

    private Optional<String> obstacle(VeNCryptSubtype subtype) {
        return switch (subtype) {
            case TLSNONE, X509NONE -> Optional.empty();
            case TLSVNC, X509VNC -> missingPassword();
            case TLSPLAIN, X509PLAIN -> missingForPlain();
        };
    }

    private Optional<String> missingPassword() {
        return credentials.password() == null ? Optional.of(" (but know no password)") : Optional.empty();
    }

    private Optional<String> missingForPlain() {
        if (credentials.username() == null) {
            return Optional.of(" (but know no user name)");
        }
        if (credentials.password() == null) {
            return missingPassword();
        }
        return credentials.fitPlain() ? Optional.empty() : Optional.of(" (but know too long a password)");
    }

    private static String numbers(List<Long> offered) {
        return offered.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static HandshakeException unacceptable(String message) {
        return new HandshakeException(HandshakeException.Kind.NO_ACCEPTABLE_SECURITY, message);
    }
}
