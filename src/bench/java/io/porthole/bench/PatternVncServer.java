package io.porthole.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.Set;

/** The VNC server of all measurements: sends each client what its {@link Demand} says, checks what clients send, counts both. */
final class PatternVncServer implements Loop.Member, AutoCloseable {

    /** What all connections so far have moved; of one moment. */
    record Counts(long bytesUp, long cutTexts) {
    }

    private static final int BACKLOG = 4096;
    private static final int IN_BYTES = 256 * 1024;

    final Loop loop = new Loop("bench-vnc-server");
    /** The next: on the loop's thread only. */
    final Pattern pattern = new Pattern();
    final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
    private final Set<ServedConsole> consoles = new LinkedHashSet<>();
    private final ServerSocketChannel listening = ServerSocketChannel.open();
    private final Problems problems;
    private long bytesUp;
    private long cutTexts;

    /** @param port 0: any that is free */
    PatternVncServer(int port, Problems problems) throws IOException {
        this.problems = problems;
        listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        loop.execute(() -> {
            try {
                loop.register(listening, SelectionKey.OP_ACCEPT, this);
            } catch (IOException e) {
                problems.add("the VNC server cannot listen: " + e.getMessage());
            }
        });
    }

    int port() {
        return listening.socket().getLocalPort();
    }

    Counts counts() {
        return loop.call(() -> new Counts(bytesUp, cutTexts));
    }

    int open() {
        return loop.call(consoles::size);
    }

    /** Those whose demand was not to be read are read from now on. */
    void readAll() {
        loop.execute(() -> consoles.forEach(ServedConsole::resumeReading));
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            for (SocketChannel channel = listening.accept(); channel != null; channel = listening.accept()) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                consoles.add(new ServedConsole(this, channel));
            }
        } catch (IOException e) {
            problems.add("the VNC server cannot accept: " + e.getMessage());
        }
    }

    // ---- for its consoles

    void received(int bytes) {
        bytesUp += bytes;
    }

    void receivedCutText() {
        cutTexts++;
    }

    void gone(ServedConsole console) {
        consoles.remove(console);
    }

    void broken(String problem) {
        problems.add("VNC server: " + problem);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        loop.close();
    }
}
