package io.porthole.rfb;

/**
 * What was agreed on in VeNCrypt: TLS, and inside of it another security.
 *
 * @param inner asks and answers as it would without TLS
 */
record VeNCryptSecurity(VeNCryptSubtype subtype, Security inner) implements Security {

    @Override
    public SecurityType type() {
        return SecurityType.VENCRYPT;
    }

    @Override
    public String label() {
        return type() + " " + subtype;
    }

    @Override
    public int challengeBytes() {
        return inner.challengeBytes();
    }

    @Override
    public byte[] answer(byte[] challenge) {
        return inner.answer(challenge);
    }

    /** Always, after None and before 3.8 too: QEMU and TigerVNC leave the result out after the plain security type None only. */
    @Override
    public boolean hasResult(ProtocolVersion version) {
        return true;
    }
}
