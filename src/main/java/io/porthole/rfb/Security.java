package io.porthole.rfb;

/** What one security type asks of a client between choosing it and the SecurityResult (RFC 6143, 7.2). */
sealed interface Security permits NoneSecurity, VncAuthSecurity, PlainSecurity, VeNCryptSecurity {

    SecurityType type();

    /** What the log calls it. */
    default String label() {
        return type().name();
    }

    /** Length in bytes of what the server sends before it expects our answer; 0 if it sends nothing. */
    int challengeBytes();

    /** @return what to send to the server; nothing, for a type without a challenge */
    byte[] answer(byte[] challenge);

    /** Whether the server sends a SecurityResult in this version. */
    boolean hasResult(ProtocolVersion version);
}
