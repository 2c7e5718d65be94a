package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** User name and password as they are (rfbproto, VeNCrypt's Plain): inside of TLS only. */
record PlainSecurity(VncCredentials credentials) implements Security {

    @Override
    public SecurityType type() {
        return SecurityType.VENCRYPT;
    }

    @Override
    public int challengeBytes() {
        return 0;
    }

    @Override
    public byte[] answer(byte[] challenge) {
        byte[] username = credentials.username().getBytes(UTF_8);
        byte[] password = credentials.password().getBytes(UTF_8);
        return ByteBuffer.allocate(2 * Integer.BYTES + username.length + password.length)
                .putInt(username.length).putInt(password.length).put(username).put(password).array();
    }

    @Override
    public boolean hasResult(ProtocolVersion version) {
        return true;
    }
}
