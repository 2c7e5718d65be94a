package io.porthole.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * One handshake with one VNC server: what its SSLEngine is made from, and afterwards why it failed. Nothing is kept for the next one, so that every console
 * checks its server's certificate anew.
 */
public final class TlsAttempt {

    /** TLS 1.3 knows no server without a certificate. */
    private static final List<String> ANONYMOUS_VERSIONS = List.of("TLSv1.2");
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
    private static final int MAX_DETAIL_CHARACTERS = 300;
    /** As in the handshake's failures: no server writes our log's lines. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final SSLContext context;
    private final List<String> anonymousSuites;
    private final ServerCertificateCheck check;
    private final ClientCertificateChoice choice;

    /** @param anonymousSuites empty: the server must show a certificate */
    TlsAttempt(TlsCredentials credentials, List<String> anonymousSuites) {
        this.anonymousSuites = List.copyOf(anonymousSuites);
        this.check = new ServerCertificateCheck(credentials.trust());
        this.choice = new ClientCertificateChoice(credentials.identity());
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {choice}, new TrustManager[] {check}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot speak TLS", e);
        }
    }

    public SSLContext context() {
        return context;
    }

    public boolean isAnonymous() {
        return !anonymousSuites.isEmpty();
    }

    public List<String> versions() {
        return isAnonymous() ? ANONYMOUS_VERSIONS : VERSIONS;
    }

    /** The only cipher suites of an anonymous attempt; empty: those that Java prefers. */
    public List<String> anonymousSuites() {
        return anonymousSuites;
    }

    /**
     * Whether an end right after the handshake means that the server did not like our certificate, or its lack: in TLS 1.3 a client is through before the server
     * has looked, and QEMU says nothing then.
     */
    public boolean mayHaveBeenTurnedAway() {
        return choice.wasAsked();
    }

    /** Of whom the server's certificate is, for which names and until when, right or wrong; empty where it showed none. */
    public Optional<String> certificate() {
        X509Certificate shown = check.shown();
        return shown == null ? Optional.empty() : Optional.of(bounded(UNPRINTABLE.matcher(words(shown)).replaceAll("?")));
    }

    private static String words(X509Certificate certificate) {
        return certificate.getSubjectX500Principal() + " for " + names(certificate) + ", issued by " + certificate.getIssuerX500Principal() + ", valid until "
                + certificate.getNotAfter().toInstant();
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? "no name" : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
        } catch (CertificateParsingException e) {
            return "names that cannot be read";
        }
    }

    /** Why it failed, in one line for the log. */
    public String failure(SSLEngine engine) {
        TlsFault fault = fault();
        String detail = fault == check.fault() ? check.detail() : brokenBy(engine);
        return fault.words() + (detail == null ? "" : " (" + bounded(UNPRINTABLE.matcher(detail).replaceAll("?")) + ")");
    }

    /** Which kind of failure it was, once it failed. */
    public TlsFault fault() {
        if (check.fault() != null) {
            return check.fault();
        }
        if (!choice.wasAsked()) {
            return TlsFault.PROTOCOL;
        }
        return choice.hasOne() ? TlsFault.CLIENT_CERTIFICATE_REFUSED : TlsFault.CLIENT_CERTIFICATE_MISSING;
    }

    /** A broken engine throws what broke it as the cause whenever it is asked to begin; the connection's own exception is often lost between its listeners. */
    private static String brokenBy(SSLEngine engine) {
        try {
            engine.beginHandshake();
            return null;
        } catch (SSLException e) {
            return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        }
    }

    private static String bounded(String text) {
        return text.length() <= MAX_DETAIL_CHARACTERS ? text : text.substring(0, MAX_DETAIL_CHARACTERS - 1) + "…";
    }
}
