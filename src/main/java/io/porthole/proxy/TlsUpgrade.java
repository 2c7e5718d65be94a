package io.porthole.proxy;

import java.io.IOException;

import org.xnio.ChannelListener;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.ssl.SslConnection;

import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;

import io.porthole.proxy.tls.TlsAttempt;

/** Puts TLS over a connection to a VNC server; the connection keeps its I/O thread. */
final class TlsUpgrade {

    private TlsUpgrade() {
    }

    /**
     * TLS begins with the first read that the returned connection tries.
     *
     * @param plain with reading suspended
     * @param name what the server's certificate must be for; it is never resolved
     * @param established is called on the I/O thread, from inside of a read or write
     */
    static SslConnection over(StreamConnection plain, TlsAttempt attempt, String name, Runnable established) throws IOException {
        XnioWorker worker = plain.getWorker();
        // The arithmetic of a handshake takes milliseconds, too long for a thread that other consoles share. Given as it is, the worker would not be used.
        UndertowXnioSsl tls = new UndertowXnioSsl(worker.getXnio(), OptionMap.EMPTY, attempt.context(), task -> worker.execute(task));
        SslConnection secured = tls.wrapExistingConnection(plain, options(attempt, name));
        secured.getHandshakeSetter().set((ChannelListener<SslConnection>) connection -> established.run());
        secured.getSinkChannel().setConduit(new FlushingSinkConduit(secured.getSinkChannel()));
        return secured;
    }

    private static OptionMap options(TlsAttempt attempt, String name) {
        OptionMap.Builder options = OptionMap.builder().set(Options.SSL_PEER_HOST_NAME, name).set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of(attempt.versions()));
        if (attempt.isAnonymous()) {
            return options.set(Options.SSL_ENABLED_CIPHER_SUITES, Sequence.of(attempt.anonymousSuites())).getMap();
        }
        return options.set(UndertowOptions.ENDPOINT_IDENTIFICATION_ALGORITHM, "HTTPS").getMap();
    }
}
