package io.porthole.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The network between a browser and the portal. Cut, it is as when Wi-Fi is gone: nothing arrives any more and nobody is told;
 * mended, it delivers what was on its way.
 */
public final class CuttableLine implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    /** Guarded by this. */
    private boolean cut;

    private CuttableLine(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    public static CuttableLine toThePortal() throws IOException {
        return to(PortalUnderTest.port());
    }

    /** @param port on this machine */
    static CuttableLine to(int port) throws IOException {
        CuttableLine line = new CuttableLine(port);
        start(line::accept);
        return line;
    }

    int port() {
        return entrance.getLocalPort();
    }

    public synchronized void cut() {
        cut = true;
    }

    public synchronized void mend() {
        cut = false;
        notifyAll();
    }

    private void accept() {
        try {
            while (true) {
                Socket browser = entrance.accept();
                sockets.add(browser);
                start(() -> connect(browser));
            }
        } catch (IOException e) {
            // closed: the end of the test
        }
    }

    private void connect(Socket browser) {
        try {
            awaitMended();
            Socket portal = new Socket(InetAddress.getByName("127.0.0.1"), target);
            sockets.add(portal);
            start(() -> copy(portal, browser));
            copy(browser, portal);
        } catch (IOException e) {
            close(browser);
        }
    }

    /** Until either side closes; both then are. */
    private void copy(Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitMended();
                out.write(buffer, 0, read);
            }
            awaitMended();
        } catch (IOException e) {
            // one side is gone, and so is the other now
        }
    }

    private synchronized void awaitMended() {
        try {
            while (cut) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        mend();
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(CuttableLine::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cuttable-line");
        thread.setDaemon(true);
        thread.start();
    }
}
