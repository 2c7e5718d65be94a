package io.porthole.rfb;

import java.util.List;

/** Is told how far a handshake with a VNC server has come, at each step that succeeded. */
public interface HandshakeObserver {

    /** For consoles: nobody asks how far it came. */
    HandshakeObserver NOBODY = new HandshakeObserver() {
    };

    /** @param version as the server sent it, such as RFB 003.008 */
    default void greeted(String version) {
    }

    /** @param offered the numbers that the server sent, known to us or not */
    default void securityOffered(List<Long> offered) {
    }

    default void securityChosen(SecurityType type) {
    }

    /** @param offered the same for VeNCrypt's subtypes */
    default void subtypesOffered(List<Long> offered) {
    }

    default void subtypeChosen(VeNCryptSubtype subtype) {
    }

    /** Whatever was asked for was accepted; nothing may have been asked for. */
    default void authenticated() {
    }
}
