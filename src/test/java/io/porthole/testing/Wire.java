package io.porthole.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * The network between the portal and a server, as a port of 127.0.0.1 that leads there. It can be cut, as by a firewall that drops packets: nothing goes through any
 * more, nobody is told, and who connects gets no answer.
 */
public final class Wire implements AutoCloseable {

    /** The least that there is: Linux keeps two connections that nobody accepts, and drops the packets of a third. */
    private static final int BACKLOG = 1;
    private static final int FILLING = 4;
    private static final int FILLING_MILLIS = 200;

    private final InetSocketAddress server;
    private final ServerSocket socket;
    private final ObservedState state = new ObservedState();
    /** Guarded by {@link #state}. */
    private final List<Socket> all = new ArrayList<>();
    private boolean carries = true;
    private boolean accepts = true;
    private int accepted;

    private Wire(int port) throws IOException {
        server = new InetSocketAddress("127.0.0.1", port);
        socket = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
    }

    /** @param port of the server */
    public static Wire to(int port) throws IOException {
        Wire wire = new Wire(port);
        startThread(wire::accept);
        return wire;
    }

    public int port() {
        return socket.getLocalPort();
    }

    public int accepted() {
        return state.read(() -> accepted);
    }

    /** Nothing goes through any more, but connections are accepted still: a server that hangs, on a machine that does not. */
    public void hang() {
        state.change(() -> carries = false);
    }

    /** Who connects is refused from now on. */
    public void refuse() throws IOException {
        socket.close();
    }

    public void cut() throws IOException {
        state.change(() -> {
            carries = false;
            accepts = false;
        });
        for (int i = 0; i < FILLING; i++) {
            Socket filling = new Socket();
            state.change(() -> all.add(filling));
            try {
                filling.connect(socket.getLocalSocketAddress(), FILLING_MILLIS);
            } catch (IOException e) {
                return; // full
            }
        }
        throw new AssertionError("still accepts");
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                state.change(() -> {
                    accepted++;
                    all.add(client);
                });
                if (state.read(() -> carries)) {
                    Socket onward = new Socket();
                    onward.connect(server);
                    state.change(() -> all.add(onward));
                    startThread(() -> carry(client, onward));
                    startThread(() -> carry(onward, client));
                }
                state.awaitWithoutLimit(() -> accepts);
            }
        } catch (IOException e) {
            // closed: the end of the test
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Socket from, Socket to) {
        try {
            byte[] bytes = new byte[8192];
            for (int read = from.getInputStream().read(bytes); read >= 0; read = from.getInputStream().read(bytes)) {
                state.awaitWithoutLimit(() -> carries);
                to.getOutputStream().write(bytes, 0, read);
            }
            state.awaitWithoutLimit(() -> carries);
            to.close();
        } catch (IOException e) {
            // one of the two ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void startThread(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket one : state.read(() -> List.copyOf(all))) {
                one.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        state.change(() -> {
            carries = true;
            accepts = true;
        });
    }
}
