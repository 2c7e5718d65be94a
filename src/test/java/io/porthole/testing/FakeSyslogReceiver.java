package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A syslog receiver of RFC 6587's counted frames; it can go away, and come back at the same port. */
public final class FakeSyslogReceiver implements AutoCloseable {

    private static final Pattern PLACE = Pattern.compile(" seq=\"(\\d+)\"");
    private static final int LONGEST = 65_536;
    /** Below those that the kernel gives to connections: while it is away nobody must get its port. */
    private static final int FIRST_PORT = 21_000;
    private static final int PORTS = 5_000;
    /** The oldest beyond are forgotten: a run of all tests makes many. */
    private static final int KEPT = 10_000;

    private final SSLContext tls;
    private final boolean asksForCertificate;
    /** Guarded by itself. */
    private final Deque<String> messages = new ArrayDeque<>();
    private final Set<Socket> lines = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile ServerSocket server;
    /** It is killed once it has read so many; what it read of that connection is lost with it. */
    private volatile int killedAfter = Integer.MAX_VALUE;

    private FakeSyslogReceiver(SSLContext tls, boolean asksForCertificate) throws IOException {
        this.tls = tls;
        this.asksForCertificate = asksForCertificate;
        this.port = listenSomewhere();
    }

    public static FakeSyslogReceiver start() throws IOException {
        return new FakeSyslogReceiver(null, false);
    }

    public static FakeSyslogReceiver startTls(SSLContext tls, boolean asksForCertificate) throws IOException {
        return new FakeSyslogReceiver(tls, asksForCertificate);
    }

    public int port() {
        return port;
    }

    /** All that it got in whole, in their order. */
    public List<String> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    /** The places in the chain of what it got. */
    public List<Long> places() {
        return messages().stream().map(FakeSyslogReceiver::place).toList();
    }

    private static long place(String message) {
        Matcher found = PLACE.matcher(message);
        if (!found.find()) {
            throw new AssertionError(message);
        }
        return Long.parseLong(found.group(1));
    }

    /** The next connection dies in the midst, and all of it that is in memory. */
    public void dieAfter(int read) {
        killedAfter = read;
    }

    public void goAway() throws IOException {
        server.close();
        for (Socket line : lines) {
            line.close();
        }
    }

    public void comeBack() throws IOException {
        killedAfter = Integer.MAX_VALUE;
        listen(port);
    }

    @Override
    public void close() throws IOException {
        goAway();
    }

    private int listenSomewhere() throws IOException {
        int first = FIRST_PORT + (int) (ProcessHandle.current().pid() % PORTS); // other tests may run on this machine
        for (int candidate = first; candidate < first + PORTS; candidate++) {
            try {
                listen(candidate);
                return candidate;
            } catch (BindException e) {
                System.getLogger(FakeSyslogReceiver.class.getName()).log(System.Logger.Level.DEBUG, "port " + candidate + " is taken", e);
            }
        }
        throw new IOException("no free port");
    }

    private void listen(int at) throws IOException {
        ServerSocket fresh = (tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory()).createServerSocket();
        if (fresh instanceof SSLServerSocket secure) {
            secure.setNeedClientAuth(asksForCertificate);
        }
        fresh.setReuseAddress(true);
        try {
            fresh.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), at));
        } catch (BindException e) {
            fresh.close();
            throw e;
        }
        server = fresh;
        start("fake syslog receiver", () -> accept(fresh));
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket line = from.accept();
                lines.add(line);
                start("fake syslog receiver's connection", () -> read(line));
            } catch (IOException e) {
                return; // it went away
            }
        }
    }

    private void read(Socket line) {
        try (line) {
            InputStream in = new BufferedInputStream(line.getInputStream(), 512);
            int read = 0;
            for (String message = next(in); message != null; message = next(in)) {
                keep(message);
                if (++read >= killedAfter) {
                    line.setSoLinger(true, 0); // the rest is unread, and the kernel says so by a reset
                    server.close();
                    return;
                }
            }
        } catch (IOException e) {
            System.getLogger(FakeSyslogReceiver.class.getName()).log(System.Logger.Level.DEBUG, "a sender went", e);
        } finally {
            lines.remove(line);
        }
    }

    private void keep(String message) {
        synchronized (messages) {
            messages.add(message);
            if (messages.size() > KEPT) {
                messages.remove();
            }
        }
    }

    private static String next(InputStream in) throws IOException {
        int length = 0;
        int digit = in.read();
        if (digit < 0) {
            return null;
        }
        for (; digit != ' '; digit = in.read()) {
            if (digit < '0' || digit > '9' || length > LONGEST) {
                throw new AssertionError("no length, but " + digit);
            }
            length = 10 * length + digit - '0';
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new EOFException();
        }
        return new String(message, UTF_8);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
