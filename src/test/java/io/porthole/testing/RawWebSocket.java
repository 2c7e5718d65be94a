package io.porthole.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;

/** The browser's end of a WebSocket, frame by frame and byte by byte (RFC 6455, 5.2), with the viewer's half of RFB's handshake. */
public final class RawWebSocket implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int FINAL = 0x80;
    /** What stands before the name in ServerInit (RFC 6143, 7.3.2). */
    private static final int SCREEN_BYTES = 20;
    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x5A, 0x13, (byte) 0xC7, (byte) 0x88};

    public record Frame(boolean last, int opcode, byte[] payload) {

        /** What a Close frame says; 1005 when it says nothing (RFC 6455, 7.1.5). */
        public int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }

        public String closeReason() {
            return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, UTF_8);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final HttpAnswer answer;
    private String screenName;

    private RawWebSocket(Socket socket, HttpAnswer answer, DataInputStream in) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.answer = answer;
    }

    /** @param socket on which the server answers the upgrade */
    public static RawWebSocket over(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return new RawWebSocket(socket, HttpAnswer.parse(head.toByteArray()), in);
    }

    /** The head of the answer to the upgrade request. */
    public HttpAnswer answer() {
        return answer;
    }

    public boolean isOpen() {
        return answer.status() == 101;
    }

    /** @return what follows until the server closes */
    public byte[] readToEnd() throws IOException {
        return in.readAllBytes();
    }

    // ---- frames

    /** @throws EOFException when the server closed */
    public Frame read() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((second & MASKED) != 0) {
            throw new IOException("The server masked a frame");
        }
        long length = switch (second & 0x7F) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> second & 0x7F;
        };
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame((first & FINAL) != 0, first & 0x0F, payload);
    }

    /** @return the next frame that is no ping of the server's */
    public Frame readData() throws IOException {
        Frame frame = read();
        while (frame.opcode() == PING) {
            send(PONG, frame.payload());
            frame = read();
        }
        return frame;
    }

    /** @return so many bytes of binary frames, however they are cut */
    public byte[] readBytes(int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < count) {
            Frame frame = readData();
            if (frame.opcode() != BINARY) {
                throw new IOException("Expected " + count + " bytes, got " + bytes.size() + " and then opcode " + frame.opcode()
                        + (frame.opcode() == CLOSE ? ", " + frame.closeCode() + " " + frame.closeReason() : ""));
            }
            bytes.writeBytes(frame.payload());
        }
        return bytes.toByteArray();
    }

    /** Passes over what the server sent before. */
    public Frame readClose() throws IOException {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        return frame;
    }

    public void send(int opcode, byte[] payload) throws IOException {
        sendRaw(frame(FINAL | opcode, payload));
    }

    public void sendBinary(byte[] payload) throws IOException {
        send(BINARY, payload);
    }

    public void sendClose(int code) throws IOException {
        send(CLOSE, new byte[] {(byte) (code >>> 8), (byte) code});
    }

    /** Sends bytes that need not be a frame. */
    public void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** A masked frame with this first byte: FIN, reserved bits and opcode. */
    public static byte[] frame(int first, byte[] payload) {
        RfbMessage frame = new RfbMessage().u8(first);
        if (payload.length < 126) {
            frame.u8(MASKED | payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.u8(MASKED | 126).u16(payload.length);
        } else {
            frame.u8(MASKED | 127).u32(0).u32(payload.length);
        }
        frame.bytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.u8(payload[i] ^ MASK[i % MASK.length]);
        }
        return frame.toBytes();
    }

    public static byte[] binaryFrame(byte[] payload) {
        return frame(FINAL | BINARY, payload);
    }

    // ---- RFB

    /** The viewer's three messages (RFC 6143, 7.1 to 7.3): version, security None, a shared screen. */
    public static List<byte[]> viewerMessages() {
        return List.of("RFB 003.008\n".getBytes(US_ASCII), new byte[] {1}, new byte[] {1});
    }

    /** Goes through RFB's handshake as a viewer does. */
    public RawWebSocket shakeHands() throws IOException {
        readBytes(12);
        return shakeHandsAfterGreeting();
    }

    /** The same once the server's version was read. */
    public RawWebSocket shakeHandsAfterGreeting() throws IOException {
        sendBinary(viewerMessages().get(0));
        readBytes(2);
        sendBinary(viewerMessages().get(1));
        readBytes(4);
        sendBinary(viewerMessages().get(2));
        ByteBuffer serverInit = ByteBuffer.wrap(readData().payload()).position(SCREEN_BYTES);
        byte[] name = new byte[serverInit.getInt()];
        serverInit.get(name);
        screenName = new String(name, UTF_8);
        return this;
    }

    /** As ServerInit told it; null before. */
    public String screenName() {
        return screenName;
    }

    // ---- the end

    /** Whether the server closes without another byte. */
    public boolean endsNow() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Says with TCP alone that nothing more comes. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Vanishes with a TCP reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
