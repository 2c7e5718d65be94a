package io.porthole.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.porthole.rfb.RequestedPixelFormat;

/**
 * The recording of one connection to a console, between the relay's thread that fills it and the threads that write it.
 *
 * <p>Its life: READY when its file is there; BEGUN with the screen's description, from the client's first request for an update on; then it takes what the VNC server
 * sends, until it is ENDED by the relay or STOPPED by a disk that is too slow or full. What it took is written when there is enough of it, and each second.
 *
 * <p>The relay only copies into memory, of which there is a bound; what is full waits aside for its writing.
 */
public final class ConsoleRecording {

    private static final System.Logger LOG = System.getLogger(ConsoleRecording.class.getName());
    /** What may wait for the disk before the VNC server waits too: more would only grow cold, and burden the garbage collector. */
    static final int HELD_AT_BYTES = 1024 * 1024;
    /** What may wait where nobody can be held up. Both as long as all recordings together do not have too much. */
    static final int MOST_WAITING_BYTES = 8 * 1024 * 1024;

    /** What the relay hears of it, on a thread of the writers. */
    public interface Listener {

        /** There is room again, after {@link #hasRoom()} said no. */
        void roomAgain();

        /** It cannot go on, and without it the console may not. */
        void failed(String why);
    }

    private final UUID id;
    private final UUID connectionId;
    private final UUID sessionId;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private final Path path;
    private final RecordingSettings settings;
    private final Executor executor;
    private final Consumer<ConsoleRecording> journal;
    private final RequestedPixelFormat pixelFormat = new RequestedPixelFormat();
    private final RecordingFile file;
    private final RecordingMemory memory;

    /** The relay's thread alone has these two. */
    private byte[] serverInit;
    private boolean begun;

    /** Guarded by this, as is all that follows up to the next comment. */
    private FbsBlocks filling = new FbsBlocks();
    private List<FbsBlocks> aside = new ArrayList<>();
    private long asideBytes;
    private FbsBlocks typed = new FbsBlocks(MOST_WAITING_BYTES);
    private boolean somebodyWaits;
    private boolean closed;
    private String reason;
    private Listener listener;
    private boolean waking;

    /** Guarded by the file; read by who writes its row. */
    private final Object writing = new Object();
    private volatile boolean written;
    private volatile RecordingEnd end;

    ConsoleRecording(UUID id, UUID connectionId, UUID sessionId, Instant startedAt, Path path, RecordingFile file, RecordingSettings settings, RecordingMemory memory,
            Executor executor, Consumer<ConsoleRecording> journal) {
        this.id = id;
        this.connectionId = connectionId;
        this.sessionId = sessionId;
        this.startedAt = startedAt;
        this.path = path;
        this.file = file;
        this.settings = settings;
        this.memory = memory;
        this.executor = executor;
        this.journal = journal;
    }

    // ---- for the relay, on its thread

    /** The VNC server is there and has described its screen. */
    public void begin(byte[] screen, Listener relay) {
        serverInit = screen;
        synchronized (this) {
            listener = relay;
        }
    }

    /** @param messages what the client sends, from position to limit, which stay; only what precedes its first request is looked at, unless input is recorded */
    public void fromBrowser(ByteBuffer messages) {
        if (!begun) {
            pixelFormat.read(messages);
        }
        if (settings.input()) {
            keep(messages);
        }
    }

    /** A gap in it could not be seen, so a disk that is too slow for it ends the recording. */
    private void keep(ByteBuffer messages) {
        Listener relay;
        synchronized (this) {
            if (closed) {
                return;
            }
            typed.add(messages.duplicate(), millis());
            if (typed.length() < FbsBlocks.CHUNK_BYTES) {
                return;
            }
            relay = typed.isFull() ? listener : null;
            if (relay != null) {
                closeFor("OVERLOAD");
            }
        }
        wake();
        tell(relay, "the disk for recordings is too slow for what the browser sends");
    }

    private int millis() {
        return (int) Duration.ofNanos(System.nanoTime() - startedNanos).toMillis();
    }

    /** @param bytes what the VNC server sends, from position to limit, which stay */
    public void fromServer(ByteBuffer bytes) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (!begun) {
                begun = true;
                filling.begin(pixelFormat.in(serverInit));
            }
            if (!isPutAside(bytes.duplicate())) {
                return;
            }
            if (hasTooMuch() && settings.overload() == RecordingSettings.Overload.STOP) {
                closeFor("OVERLOAD");
            }
        }
        wake();
    }

    /** @return whether there is enough now for a writer */
    private boolean isPutAside(ByteBuffer rest) {
        int millis = millis();
        boolean enough = false;
        while (rest.hasRemaining()) {
            filling.add(rest, millis);
            if (filling.isFull()) {
                enough = true;
                aside.add(filling);
                asideBytes += filling.length();
                memory.take(filling.length());
                filling = memory.lend();
            }
        }
        return enough;
    }

    private boolean hasTooMuch() {
        int most = settings.overload() == RecordingSettings.Overload.WAIT ? HELD_AT_BYTES : MOST_WAITING_BYTES;
        return asideBytes + filling.length() >= (memory.isUsedUp() ? FbsBlocks.CHUNK_BYTES : most);
    }

    /** Whether the VNC server may be read; after a no {@link Listener#roomAgain()} comes. */
    public boolean hasRoom() {
        synchronized (this) {
            somebodyWaits = !closed && hasTooMuch();
            return !somebodyWaits;
        }
    }

    /** Nothing more comes. */
    public void end(String why) {
        synchronized (this) {
            closeFor(why);
        }
        wake();
    }

    private void closeFor(String why) {
        if (!closed) {
            closed = true;
            reason = why;
        }
    }

    // ---- for the writers

    /** There is too little room on the disk: what is there stays, and nothing is added. */
    void giveUp() {
        Listener relay;
        synchronized (this) {
            relay = closed ? null : listener;
            closeFor("NO_ROOM");
        }
        wake();
        tell(relay, "there is too little room for recordings");
    }

    private void tell(Listener relay, String why) {
        if (relay != null && settings.full() == RecordingSettings.Full.REFUSE) {
            relay.failed(why);
        }
    }

    /** Sees to it that what waits is written. */
    void wake() {
        synchronized (this) {
            if (waking || aside.isEmpty() && filling.isEmpty() && (typed.isEmpty() || !written) && !closed) {
                return;
            }
            waking = true;
        }
        try {
            executor.execute(this::write);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the server stops; what waits is written then", e);
        }
    }

    /** Writes all that waits. */
    void write() {
        synchronized (writing) {
            List<FbsBlocks> full;
            long given;
            FbsBlocks input;
            boolean last;
            Listener waiting;
            synchronized (this) {
                waking = false;
                last = closed;
                full = aside;
                if (full.isEmpty() || last) {
                    full.add(filling);
                    filling = new FbsBlocks();
                }
                aside = new ArrayList<>();
                given = asideBytes;
                asideBytes = 0;
                input = typed;
                typed = new FbsBlocks(MOST_WAITING_BYTES);
                waiting = somebodyWaits ? listener : null;
                somebodyWaits = false;
            }
            if (end == null) {
                write(full, input, last);
            }
            memory.giveBack(given);
            full.forEach(memory::takeBack);
            if (waiting != null) {
                waiting.roomAgain();
            }
        }
    }

    /** @param blocks at least one, of which the last may be empty */
    private void write(List<FbsBlocks> blocks, FbsBlocks input, boolean last) {
        try {
            if (!input.isEmpty()) {
                file.write(Chunk.Kind.INPUT, input.bytes(), input.length(), input.firstMillis());
            }
            for (int i = 0; i < blocks.size(); i++) {
                writeScreen(blocks.get(i), last && i == blocks.size() - 1);
            }
            if (last) {
                finish(RecordingEnd.State.ENDED, reason);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the recording " + id + " of console session " + sessionId + " cannot be written", e);
            fail(String.valueOf(e.getMessage()));
        }
    }

    private void writeScreen(FbsBlocks blocks, boolean last) throws IOException {
        if (blocks.isEmpty() && !(last && written)) {
            return;
        }
        file.write(last ? Chunk.Kind.LAST : Chunk.Kind.SCREEN, blocks.bytes(), blocks.length(), blocks.firstMillis());
        if (!written) {
            written = true;
            journal.accept(this);
        }
    }

    private void fail(String why) {
        Listener relay;
        synchronized (this) {
            relay = closed ? null : listener;
            closeFor("WRITE_FAILED");
        }
        try {
            finish(RecordingEnd.State.FAILED, "WRITE_FAILED");
        } catch (IOException e) {
            end = new RecordingEnd(RecordingEnd.State.FAILED, "WRITE_FAILED", Instant.now(), file.bytes(), file.digest());
            journal.accept(this);
        }
        tell(relay, why);
    }

    private void finish(RecordingEnd.State state, String why) throws IOException {
        file.close();
        if (!written) {
            Files.deleteIfExists(path);
        }
        end = new RecordingEnd(state, why, Instant.now(), file.bytes(), file.digest());
        journal.accept(this);
    }

    boolean hasInput() {
        return settings.input();
    }

    boolean hasContent() {
        return written;
    }

    /** @return null while it goes on */
    RecordingEnd ended() {
        return end;
    }

    UUID id() {
        return id;
    }

    UUID connectionId() {
        return connectionId;
    }

    UUID sessionId() {
        return sessionId;
    }

    Instant startedAt() {
        return startedAt;
    }

    String fileName() {
        return path.getFileName().toString();
    }
}
