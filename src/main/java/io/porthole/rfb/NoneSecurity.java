package io.porthole.rfb;

/** No authentication: RFC 6143, 7.2.1. */
record NoneSecurity() implements Security {

    @Override
    public SecurityType type() {
        return SecurityType.NONE;
    }

    @Override
    public int challengeBytes() {
        return 0;
    }

    @Override
    public byte[] answer(byte[] challenge) {
        return new byte[0];
    }

    @Override
    public boolean hasResult(ProtocolVersion version) {
        return version.hasResultAfterNone();
    }
}
