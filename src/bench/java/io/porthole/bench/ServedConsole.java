package io.porthole.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * The VNC server's end of one console. Its life: the handshake (RFC 6143, 7.1 to 7.3: 3.8, security None), then messages: the first
 * SetEncodings with a demand says what it does from then on. It ends with its socket.
 */
final class ServedConsole implements Loop.Member {

    private enum Step { VERSION, SECURITY, CLIENT_INIT, MESSAGE }

    private static final byte[] VERSION = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NAME = "porthole bench".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_ENCODINGS = 64;
    private static final int POINTER_EVENT = 5;
    private static final long NANOS_IN_1000_S = 1_000_000_000_000L;

    private final PatternVncServer server;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Outlet outlet;
    private final Head head = new Head(4 + 4 * MOST_ENCODINGS);

    private Step step = Step.VERSION;
    private Demand demand = Demand.quiet();
    private UpdateStream updates;
    private boolean inCutText;
    private int cutTexts;
    private int textFrom;
    private int textLeft;

    ServedConsole(PatternVncServer server, SocketChannel channel) throws IOException {
        this.server = server;
        this.channel = channel;
        key = server.loop.register(channel, SelectionKey.OP_READ, this);
        outlet = new Outlet(Line.plain(channel), key);
        head.expect(VERSION.length);
        outlet.send(ByteBuffer.wrap(VERSION));
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (ready.isReadable() && !read()) {
                close();
                return;
            }
            if (ready.isWritable()) {
                outlet.pump();
            }
            endIfFinite();
        } catch (BrokenStreamException e) {
            server.broken(e.getMessage() + " (" + step + ", cut text " + cutTexts + ")");
            close();
        } catch (IOException e) {
            close(); // whoever lies between has let go; its client says whether it may
        }
    }

    /** @return false at the end of the stream */
    private boolean read() throws IOException {
        ByteBuffer in = server.in.clear();
        int length = channel.read(in);
        if (length > 0) {
            server.received(length);
            receive(in.flip());
        }
        return length >= 0;
    }

    private void receive(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            if (inCutText) {
                receiveText(in);
            } else if (head.fill(in)) {
                switch (step) {
                    case VERSION -> proceed(Step.SECURITY, 1, ByteBuffer.wrap(new byte[] {1, 1}));
                    case SECURITY -> proceed(Step.CLIENT_INIT, 1, ByteBuffer.allocate(4));
                    case CLIENT_INIT -> proceed(Step.MESSAGE, 1, serverInit());
                    case MESSAGE -> message(head.bytes());
                }
            }
        }
    }

    private void proceed(Step next, int expected, ByteBuffer answer) throws IOException {
        step = next;
        head.expect(expected);
        outlet.send(answer);
    }

    /** RFC 6143, 7.3.2: 1024 × 768, 32 bits a pixel. */
    private static ByteBuffer serverInit() {
        return ByteBuffer.allocate(24 + NAME.length).putShort((short) 1024).putShort((short) 768)
                .put(new byte[] {32, 24, 0, 1, 0, -1, 0, -1, 0, -1, 16, 8, 0, 0, 0, 0})
                .putInt(NAME.length).put(NAME).flip();
    }

    private void message(ByteBuffer message) throws IOException {
        int whole = length(message);
        if (head.length() < whole) {
            head.extend(whole);
            return;
        }
        switch (message.get(0)) {
            case Demand.SET_ENCODINGS -> begin(Demand.of(message));
            case POINTER_EVENT -> answer(message.getInt(2));
            case CutTexts.TYPE -> beginText(message);
            default -> { }
        }
        head.expect(1);
    }

    /** As far as it is known yet (RFC 6143, 7.5). A cut text's first four bytes are its number. */
    private int length(ByteBuffer message) throws BrokenStreamException {
        switch (message.get(0)) {
            case 0:
                return 20;
            case Demand.SET_ENCODINGS:
                return head.length() < 4 ? 4 : 4 + 4 * Math.min(MOST_ENCODINGS, message.getShort(2));
            case 3:
                return 10;
            case 4:
                return 8;
            case POINTER_EVENT:
                return 6;
            case CutTexts.TYPE:
                return CutTexts.HEAD;
            default:
                throw new BrokenStreamException("client message of type " + message.get(0));
        }
    }

    private void begin(Demand wanted) throws IOException {
        if (wanted == null) {
            return;
        }
        demand = wanted;
        boolean timed = demand.kind() == Demand.Kind.TIMED;
        long period = timed ? NANOS_IN_1000_S / demand.number() : 0;
        long firstTime = timed ? System.nanoTime() + new Random().nextLong(period) : 0;
        updates = demand.kind() == Demand.Kind.QUIET ? null : new UpdateStream(server.pattern, demand.updateBytes(), firstTime, period);
        outlet.source(updates);
        switch (demand.kind()) {
            case FLOOD -> owe(Long.MAX_VALUE);
            case TIMED -> server.loop.at(firstTime, () -> oweInTime(firstTime, period));
            case FINITE -> {
                outlet.cutBy(new Random(demand.number()));
                owe(demand.number());
            }
            default -> { }
        }
        if (!demand.serverReads()) {
            key.interestOps(key.interestOps() & ~SelectionKey.OP_READ);
        }
    }

    private void owe(long more) throws IOException {
        updates.owe(more);
        outlet.pump();
    }

    private void oweInTime(long due, long period) {
        if (!channel.isOpen()) {
            return;
        }
        try {
            owe(1);
            server.loop.at(due + period, () -> oweInTime(due + period, period));
        } catch (IOException e) {
            close();
        }
    }

    private void answer(int sequence) throws IOException {
        if (demand.kind() != Demand.Kind.ANSWERS) {
            return;
        }
        if (sequence != updates.sequence()) {
            throw new BrokenStreamException("pointer event " + sequence + " where " + updates.sequence() + " was due");
        }
        owe(1);
    }

    private void beginText(ByteBuffer message) throws BrokenStreamException {
        if (message.getInt(8) != cutTexts) {
            throw new BrokenStreamException("cut text " + message.getInt(8) + " where " + cutTexts + " was due");
        }
        textFrom = 0;
        textLeft = message.getInt(4) - Integer.BYTES;
        inCutText = true;
        endTextIfComplete();
    }

    private void receiveText(ByteBuffer in) throws BrokenStreamException {
        int length = Math.min(textLeft, in.remaining());
        int limit = in.limit();
        in.limit(in.position() + length);
        if (!server.pattern.matches(in, cutTexts, textFrom)) {
            throw new BrokenStreamException("the text differs");
        }
        in.position(in.limit()).limit(limit);
        textFrom += length;
        textLeft -= length;
        endTextIfComplete();
    }

    private void endTextIfComplete() {
        if (textLeft == 0) {
            inCutText = false;
            cutTexts++;
            server.receivedCutText();
        }
    }

    private void endIfFinite() throws IOException {
        if (demand.kind() == Demand.Kind.FINITE && cutTexts >= demand.number() && updates.sequence() == demand.number() && outlet.isEmpty()) {
            channel.shutdownOutput();
        }
    }

    void resumeReading() {
        key.interestOps(key.interestOps() | SelectionKey.OP_READ);
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            server.broken(e.getMessage());
        }
        server.gone(this);
    }
}
