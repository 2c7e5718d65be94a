package io.porthole.rfb;

import io.porthole.rfb.HandshakeException.Kind;
import io.porthole.rfb.ServerHandshake.Steps;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * VeNCrypt up to where TLS begins (rfbproto, VeNCrypt; version 0.2), a part of {@link ServerHandshake}: version → the server's assent → subtypes → the
 * server's assent to the one that we chose, then TLS must start.
 */
final class VeNCryptNegotiation {

    private static final int MAJOR = 0;
    private static final int MINOR = 2;

    private final RfbReader reader;
    private final Steps steps;
    private final SecurityPreference preference;
    private final HandshakeObserver observer;
    private final Consumer<VeNCryptSecurity> agreed;
    private VeNCryptSecurity chosen;

    /** @param agreed is called as soon as the server waits for TLS */
    VeNCryptNegotiation(RfbReader reader, Steps steps, SecurityPreference preference, HandshakeObserver observer, Consumer<VeNCryptSecurity> agreed) {
        this.reader = reader;
        this.steps = steps;
        this.preference = preference;
        this.observer = observer;
        this.agreed = agreed;
    }

    void begin() {
        steps.expect(2, this::answerVersion);
    }

    private void answerVersion(ByteBuffer out) throws HandshakeException {
        int major = reader.unsignedByte(0);
        int minor = reader.unsignedByte(1);
        if (major == MAJOR && minor < MINOR) {
            throw unacceptable("speaks VeNCrypt " + major + "." + minor + ", which we do not");
        }
        out.put((byte) MAJOR).put((byte) MINOR);
        steps.expect(Byte.BYTES, this::takeVersionAssent);
    }

    private void takeVersionAssent(ByteBuffer out) throws HandshakeException {
        if (reader.unsignedByte() != 0) {
            throw unacceptable("refused VeNCrypt " + MAJOR + "." + MINOR);
        }
        steps.expect(Byte.BYTES, this::countSubtypes);
    }

    private void countSubtypes(ByteBuffer out) throws HandshakeException {
        int count = reader.unsignedByte();
        if (count == 0) {
            throw unacceptable("offers no subtype of VeNCrypt");
        }
        steps.expect(count * Integer.BYTES, this::chooseSubtype);
    }

    private void chooseSubtype(ByteBuffer out) throws HandshakeException {
        List<Long> offered = new ArrayList<>();
        for (int offset = 0; offset < reader.length(); offset += Integer.BYTES) {
            offered.add(reader.unsignedInt(offset));
        }
        observer.subtypesOffered(offered);
        chosen = preference.chooseSubtype(offered);
        out.putInt(chosen.subtype().number());
        steps.expect(Byte.BYTES, this::takeSubtypeAssent);
    }

    /** Here 0 is the refusal, other than for the version. */
    private void takeSubtypeAssent(ByteBuffer out) throws HandshakeException {
        if (reader.unsignedByte() == 0) {
            throw unacceptable("refused " + chosen.label() + ", which it had offered");
        }
        observer.subtypeChosen(chosen.subtype());
        agreed.accept(chosen);
    }

    private static HandshakeException unacceptable(String what) {
        return new HandshakeException(Kind.NO_ACCEPTABLE_SECURITY, "The VNC server " + what);
    }
}
