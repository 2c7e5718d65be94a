package io.porthole.audit.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A syslog receiver over TCP (RFC 6587) or TLS (RFC 5425), each message behind its length.
 *
 * <p>Syslog has no receipts: what TCP took may still lie in the memory of a receiver that ends now. So each delivery is a connection of its own, and
 * what ends it is the receipt. We end our half when all was written; a receiver that has read to that end ends its own half, and one that ended with
 * something unread resets the connection.
 */
public final class SyslogReceiver {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration RECEIPT = Duration.ofSeconds(20);
    /** Longer than a way there and back: a receiver that ended before the last of our bytes came is heard of by then. */
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final SyslogSettings settings;
    /** Null between deliveries. */
    private volatile Socket current;

    public SyslogReceiver(SyslogSettings settings) {
        this.settings = settings;
    }

    /** @throws IOException unless the receiver has read all of them */
    public void deliver(List<String> messages) throws IOException {
        try (Socket line = new Socket()) {
            current = line;
            line.connect(new InetSocketAddress(settings.host(), settings.port()), (int) CONNECT.toMillis());
            line.setSoTimeout((int) RECEIPT.toMillis());
            if (settings.tls() == null) {
                deliver(line, messages);
            } else {
                deliverWithin(line, messages);
            }
        } finally {
            current = null;
        }
    }

    /** Ends a delivery that is under way, from another thread: a receiver that reads no more would hold it for ever. */
    public void abort() {
        Socket line = current;
        if (line != null) {
            try {
                line.close();
            } catch (IOException e) {
                System.getLogger(SyslogReceiver.class.getName()).log(System.Logger.Level.DEBUG, "the connection was ended already", e);
            }
        }
    }

    private void deliverWithin(Socket line, List<String> messages) throws IOException {
        try (SSLSocket tls = (SSLSocket) settings.tls().get().getSocketFactory().createSocket(line, settings.host(), settings.port(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name in its certificate, RFC 5425, 5.2
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            deliver(tls, messages);
        }
    }

    private static void deliver(Socket line, List<String> messages) throws IOException {
        OutputStream out = new BufferedOutputStream(line.getOutputStream(), BUFFER_BYTES);
        for (String message : messages) {
            byte[] bytes = message.getBytes(UTF_8);
            out.write((bytes.length + " ").getBytes(US_ASCII));
            out.write(bytes);
        }
        out.flush();
        if (ended(line, GRACE)) {
            throw new IOException("the receiver ended the connection before it had read all");
        }
        line.shutdownOutput();
        if (!ended(line, RECEIPT)) {
            throw new IOException("the receiver did not end the connection within " + RECEIPT.toSeconds() + " s of its end on our side, so it is unknown whether it has read all");
        }
    }

    /** What a receiver says is nothing that syslog knows, and is passed over. */
    private static boolean ended(Socket line, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        InputStream in = line.getInputStream();
        byte[] ignored = new byte[1024];
        try {
            for (long left = patience.toMillis(); left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
                line.setSoTimeout((int) left);
                if (in.read(ignored) < 0) {
                    return true;
                }
            }
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
