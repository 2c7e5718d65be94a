package io.porthole.proxy.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Why TLS with a VNC server failed, in words for an administrator. */
public enum TlsFault {
    WRONG_NAME("its certificate is for another name"),
    UNTRUSTED("its certificate comes from no authority that we trust"),
    EXPIRED("its certificate has expired"),
    NOT_YET_VALID("its certificate is not valid yet, or a clock is wrong"),
    INVALID("its certificate is not fit for a server"),
    CLIENT_CERTIFICATE_MISSING("it asks for a certificate of ours, and we have none"),
    CLIENT_CERTIFICATE_REFUSED("it does not accept our certificate"),
    PROTOCOL("the TLS handshake broke off");

    private final String words;

    TlsFault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** What Java's check of authority and time found; a forged signature is a foreign authority too. */
    static TlsFault of(CertificateException found) {
        TlsFault fault = INVALID;
        for (Throwable cause = found; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return EXPIRED;
            }
            if (cause instanceof CertificateNotYetValidException) {
                return NOT_YET_VALID;
            }
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                fault = UNTRUSTED;
            }
        }
        return fault;
    }
}
