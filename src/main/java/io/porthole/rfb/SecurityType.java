package io.porthole.rfb;

import java.util.Optional;

/** The security types that the portal knows by name, with their numbers on the wire (RFC 6143, 7.1.2; the later ones in IANA's registry). */
public enum SecurityType {
    NONE(1),
    VNC_AUTHENTICATION(2),
    VENCRYPT(19);

    private final int number;

    SecurityType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** @return empty for a number that we do not know: servers offer what they like, and that is no fault */
    public static Optional<SecurityType> of(int number) {
        for (SecurityType type : values()) {
            if (type.number == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
