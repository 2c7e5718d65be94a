package io.porthole.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The browser's end of one console. Its life: CONNECTING, SECURING (with TLS only), UPGRADING (a WebSocket only), the RFB handshake (RFC 6143, 7.1 to 7.3)
 * up to NAME, RUNNING: it has sent its demand, and its {@link Activity} goes on; LEAVING: it has said Close and waits for the answer,
 * or ANSWERING: it was told Close and says it too, which the other side need not wait for; GONE.
 */
final class LoadConsole implements Loop.Member, ServerFrames.Listener, UpdateReader.Listener {

    enum Step { CONNECTING, SECURING, UPGRADING, VERSION, SECURITY_COUNT, SECURITY_TYPES, SECURITY_RESULT, SERVER_INIT, NAME, RUNNING, LEAVING, ANSWERING, GONE }

    /** What a console does when it runs. */
    interface Activity {
        Demand demand();

        default void running(LoadConsole console) throws IOException {
        }

        default void updated(int sequence, long time) {
        }

        /** The console is closed from the other side. @return whether that is as it should be */
        default boolean endedWell() {
            return false;
        }
    }

    private static final byte[] VERSION = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_HEAD = 64;

    private final Load load;
    private final Load.Group group;
    private final Target target;
    private final String path;
    private final Activity activity;
    private final SocketChannel channel = SocketChannel.open();
    private final SelectionKey key;
    private final Line line;
    private final Outlet outlet;
    private final ServerFrames frames = new ServerFrames(this);
    private final Head head = new Head(LONGEST_HEAD);
    private final long opened = System.nanoTime();

    private Step step = Step.CONNECTING;
    private UpgradeAnswer upgrade = new UpgradeAnswer();
    private UpdateReader updates;
    private long received;

    LoadConsole(Load load, Load.Group group, Target target, int number, Activity activity) throws IOException {
        this.load = load;
        this.group = group;
        this.target = target;
        this.path = target.path(number);
        this.activity = activity;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = load.loop.register(channel, SelectionKey.OP_CONNECT, this);
        line = target.tls() == null ? Line.plain(channel) : target.tls().over(channel);
        outlet = new Outlet(line, key);
        channel.connect(target.address());
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (ready.isConnectable()) {
                connected();
            }
            if (ready.isReadable()) {
                read();
            }
            if (step != Step.GONE && ready.isWritable()) {
                outlet.pump();
            }
        } catch (IOException e) {
            fail(e.getMessage());
        }
    }

    private void connected() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        step = Step.SECURING;
        line.begin();
        if (line.isOpen()) {
            secured();
        }
    }

    private void secured() throws IOException {
        if (target.webSocket()) {
            step = Step.UPGRADING;
            outlet.send(UpgradeAnswer.request(path, target.port()));
        } else {
            expect(Step.VERSION, VERSION.length);
        }
    }

    private void read() throws IOException {
        ByteBuffer in = load.in.clear();
        int length = line.read(in);
        if (length < 0) {
            ended();
            return;
        }
        if (!line.flush()) {
            outlet.pump();
        }
        in.flip();
        if (step == Step.SECURING) {
            if (!line.isOpen()) {
                return;
            }
            secured();
        }
        if (step == Step.UPGRADING) {
            if (!upgrade.read(in)) {
                return;
            }
            upgrade = null;
            expect(Step.VERSION, VERSION.length);
        }
        if (target.webSocket()) {
            frames.read(in);
        } else {
            payload(in);
        }
    }

    private void ended() throws IOException {
        if (step != Step.LEAVING && step != Step.ANSWERING && !(step == Step.RUNNING && activity.endedWell())) {
            throw new BrokenStreamException("closed from the other side");
        }
        gone();
    }

    // ---- frames

    @Override
    public void payload(ByteBuffer part) throws IOException {
        received += part.remaining();
        while (part.hasRemaining() && step.compareTo(Step.RUNNING) < 0) {
            if (head.fill(part)) {
                handshake(head.bytes());
            }
        }
        if (step == Step.RUNNING && part.hasRemaining()) {
            updates.read(part);
        }
    }

    @Override
    public void ping(ByteBuffer payload) throws IOException {
        outlet.send(ClientFrames.frame(ClientFrames.PONG, payload));
    }

    @Override
    public void closed() throws IOException {
        if (step == Step.RUNNING) {
            if (!activity.endedWell()) {
                throw new BrokenStreamException("a Close frame from the other side");
            }
            step = Step.ANSWERING;
            sayClose();
        } else if (step == Step.LEAVING) {
            gone();
        }
    }

    // ---- RFB

    private void handshake(ByteBuffer message) throws IOException {
        switch (step) {
            case VERSION -> {
                expect(Step.SECURITY_COUNT, 1);
                send(ByteBuffer.wrap(VERSION));
            }
            case SECURITY_COUNT -> expect(Step.SECURITY_TYPES, message.get(0));
            case SECURITY_TYPES -> {
                expect(Step.SECURITY_RESULT, 4);
                send(ByteBuffer.wrap(new byte[] {1}));
            }
            case SECURITY_RESULT -> {
                expect(Step.SERVER_INIT, 24);
                send(ByteBuffer.wrap(new byte[] {1}));
            }
            case SERVER_INIT -> expect(Step.NAME, message.getInt(20));
            default -> run();
        }
    }

    private void expect(Step next, int length) throws BrokenStreamException {
        step = next;
        if (length < 1 || length > LONGEST_HEAD) {
            throw new BrokenStreamException("length " + length + " in the handshake");
        }
        head.expect(length);
    }

    private void run() throws IOException {
        step = Step.RUNNING;
        updates = new UpdateReader(load.pattern, this);
        group.running(System.nanoTime() - opened);
        send(activity.demand().toMessage());
        activity.running(this);
    }

    @Override
    public void update(int sequence, long time) {
        activity.updated(sequence, time);
    }

    // ---- for its activity and its group, on the loop's thread

    /** Sends an RFB message, in one frame. */
    void send(ByteBuffer message) throws IOException {
        outlet.send(target.webSocket() ? ClientFrames.frame(ClientFrames.BINARY, message) : message);
    }

    /** Says Close and waits for the answer; over plain TCP there is nothing to say. */
    void leave() throws IOException {
        if (!target.webSocket()) {
            gone();
            return;
        }
        step = Step.LEAVING;
        sayClose();
    }

    private void sayClose() throws IOException {
        outlet.send(ClientFrames.frame(ClientFrames.CLOSE, ByteBuffer.allocate(2).putShort((short) 1000).flip()));
    }

    void read(boolean wanted) {
        if (step != Step.GONE) {
            int interest = key.interestOps();
            key.interestOps(wanted ? interest | SelectionKey.OP_READ : interest & ~SelectionKey.OP_READ);
        }
    }

    Outlet outlet() {
        return outlet;
    }

    boolean webSocket() {
        return target.webSocket();
    }

    boolean isRunning() {
        return step == Step.RUNNING;
    }

    /** Of RFB, without the frames. */
    long received() {
        return received;
    }

    int wholeUpdates() {
        return updates == null ? 0 : updates.whole();
    }

    void fail(String why) {
        if (step == Step.GONE) {
            return;
        }
        if (step != Step.ANSWERING) {
            load.problems.add(target.name() + ", " + step + ": " + why);
        }
        gone();
    }

    void gone() {
        if (step == Step.GONE) {
            return;
        }
        boolean wasRunning = step.compareTo(Step.RUNNING) >= 0;
        step = Step.GONE;
        try {
            channel.close();
        } catch (IOException e) {
            load.problems.add(e.getMessage());
        }
        group.gone(wasRunning);
    }
}
