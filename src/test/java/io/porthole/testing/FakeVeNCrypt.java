package io.porthole.testing;

import java.io.IOException;
import java.net.Socket;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The VeNCrypt of a {@link FakeVncServer} (rfbproto, VeNCrypt 0.2).
 *
 * @param subtypes what is offered, in this order
 * @param clients whose certificates are asked for; null: none
 * @param insists whether a client without one is turned away
 * @param suites the cipher suites that are spoken; empty: those that Java prefers
 */
record FakeVeNCrypt(SSLContext context, int[] subtypes, TestAuthority clients, boolean insists, String[] suites) {

    static final int SECURITY_TYPE = 19;
    static final byte[] VERSION = {0, 2};

    private static final int TLSNONE = 257;
    private static final int KINDS = 3;

    FakeVeNCrypt asking(TestAuthority authority, TestCertificate own, boolean insisting) {
        return new FakeVeNCrypt(own.serverContext(authority), subtypes, authority, insisting, suites);
    }

    byte[] subtypesMessage() {
        RfbMessage message = new RfbMessage().u8(subtypes.length);
        for (int subtype : subtypes) {
            message.u32(subtype);
        }
        return message.toBytes();
    }

    boolean offers(int subtype) {
        return IntStream.of(subtypes).anyMatch(offered -> offered == subtype);
    }

    /** None, VNC authentication, Plain: in this order, thrice apart. */
    static int inside(int subtype) {
        return switch ((subtype - TLSNONE) % KINDS) {
            case 0 -> FakeVncConnection.NONE;
            case 1 -> FakeVncConnection.VNC_AUTHENTICATION;
            default -> FakeVncConnection.PLAIN;
        };
    }

    /** Shakes hands for TLS on the connection. */
    SSLSocket over(Socket socket) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        if (suites.length > 0) {
            tls.setEnabledProtocols(new String[] {"TLSv1.2"});
            tls.setEnabledCipherSuites(suites);
        }
        tls.setWantClientAuth(clients != null);
        if (insists) {
            tls.setNeedClientAuth(true);
        }
        tls.startHandshake();
        return tls;
    }
}
