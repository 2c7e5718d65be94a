package io.porthole.proxy.tls;

import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Java's own check of a server's certificate, done for one handshake; it remembers what was wrong, because the connection that breaks tells little of it. */
final class ServerCertificateCheck extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager trust;
    private volatile TlsFault fault;
    private volatile String detail;
    private volatile X509Certificate shown;

    ServerCertificateCheck(X509ExtendedTrustManager trust) {
        this.trust = trust;
    }

    /** Null while nothing is wrong. */
    TlsFault fault() {
        return fault;
    }

    /** Of whom the certificate is, by whom, and what Java said of it; it quotes the server and may hold any character. */
    String detail() {
        return detail;
    }

    /** The server's own certificate, right or wrong; null while none was shown. */
    X509Certificate shown() {
        return shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) throws CertificateException {
        shown = chain[0];
        try {
            trust.checkServerTrusted(chain, keyExchange);
        } catch (CertificateException e) {
            throw found(TlsFault.of(e), chain, e);
        }
        try {
            trust.checkServerTrusted(chain, keyExchange, engine); // the same, and its algorithms and its name
        } catch (CertificateException e) {
            throw found(e.getCause() instanceof CertPathValidatorException ? TlsFault.INVALID : TlsFault.WRONG_NAME, chain, e);
        }
    }

    private CertificateException found(TlsFault what, X509Certificate[] chain, CertificateException e) {
        detail = chain[0].getSubjectX500Principal() + ", issued by " + chain[0].getIssuerX500Principal() + ": " + e.getMessage();
        fault = what;
        return e;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket) throws CertificateException {
        throw new CertificateException("no server is met on a socket");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        throw new CertificateException("no server is met without an engine");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no client is met");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket) throws CertificateException {
        throw new CertificateException("no client is met");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        throw new CertificateException("no client is met");
    }
}
