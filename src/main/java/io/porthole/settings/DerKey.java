package io.porthole.settings;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Private keys in DER. Java reads PKCS#8 only; the older forms, which certtool and openssl still write, are put into its envelope (RFC 5958, 2). */
final class DerKey {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    /** In SEC1 the curve stands behind this tag (RFC 5915, 3). */
    private static final int CURVE = 0xA0;
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** 1.2.840.113549.1.1.1 with its NULL (RFC 8017, A.1). */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    /** 1.2.840.10045.2.1 (RFC 5480, 2.1.1). */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private DerKey() {
    }

    static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // a key of another algorithm: the next one
            }
        }
        throw new InvalidKeyException("neither RSA nor EC nor EdDSA");
    }

    static PrivateKey pkcs1(byte[] der) throws GeneralSecurityException {
        return pkcs8(envelope(RSA, der));
    }

    static PrivateKey sec1(byte[] der) throws GeneralSecurityException {
        return pkcs8(envelope(joined(EC, curve(der)), der));
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, joined(VERSION_0, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
    }

    /** The curve's name as it stands in an ECPrivateKey. */
    private static byte[] curve(byte[] der) throws InvalidKeyException {
        try {
            ByteBuffer parts = content(ByteBuffer.wrap(der));
            while (parts.hasRemaining()) {
                boolean isCurve = Byte.toUnsignedInt(parts.get(parts.position())) == CURVE;
                ByteBuffer part = content(parts);
                if (isCurve) {
                    byte[] curve = new byte[part.remaining()];
                    part.get(curve);
                    return curve;
                }
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidKeyException("damaged", e);
        }
        throw new InvalidKeyException("the curve is not named");
    }

    /** @return the next element's content; the position goes behind it */
    private static ByteBuffer content(ByteBuffer in) {
        in.get();
        int length = Byte.toUnsignedInt(in.get());
        if (length > 0x80) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | Byte.toUnsignedInt(in.get());
            }
        }
        ByteBuffer content = in.slice().limit(length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteBuffer element = ByteBuffer.allocate(content.length + 4);
        element.put((byte) tag);
        if (content.length < 0x80) {
            element.put((byte) content.length);
        } else {
            element.put((byte) 0x82).putShort((short) content.length);
        }
        return Arrays.copyOf(element.put(content).array(), element.position());
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
