package io.porthole.rfb;

/**
 * What VeNCrypt can agree on, with the numbers on the wire (rfbproto, VeNCrypt): what authenticates inside of TLS, and whether the server shows a certificate.
 * Plain (256), which is VeNCrypt without TLS, is not among them.
 */
public enum VeNCryptSubtype {
    /** The TLS three have no certificate: they keep listeners out, and nobody who stands in between. */
    TLSNONE(257),
    TLSVNC(258),
    TLSPLAIN(259),
    X509NONE(260),
    X509VNC(261),
    X509PLAIN(262);

    private final int number;

    VeNCryptSubtype(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Whether the server proves by a certificate who it is. */
    public boolean hasCertificate() {
        return switch (this) {
            case X509NONE, X509VNC, X509PLAIN -> true;
            case TLSNONE, TLSVNC, TLSPLAIN -> false;
        };
    }
}
