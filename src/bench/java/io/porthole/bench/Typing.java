package io.porthole.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Sends pointer events in their time, whether the last was answered or not, and notes how long each answer took. */
final class Typing implements LoadConsole.Activity {

    private static final byte POINTER_EVENT = 5;
    private static final int MOST_UNANSWERED = 256;
    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final Loop loop;
    private final Latencies latencies;
    private final long period;
    private final int answerBytes;
    private final long[] sentAt = new long[MOST_UNANSWERED];
    private LoadConsole console;
    private int sent;
    private int answered;

    Typing(Loop loop, Latencies latencies, int perSecond, int answerBytes) {
        this.loop = loop;
        this.latencies = latencies;
        this.period = NANOS_A_SECOND / perSecond;
        this.answerBytes = answerBytes;
    }

    /** RFC 6143, 7.5.5, whose place is the sequence number. */
    static ByteBuffer pointerEvent(int sequence) {
        return ByteBuffer.allocate(6).put(POINTER_EVENT).put((byte) 0).putInt(sequence).flip();
    }

    @Override
    public Demand demand() {
        return Demand.answers(answerBytes);
    }

    @Override
    public void running(LoadConsole running) {
        console = running;
        long first = System.nanoTime() + ThreadLocalRandom.current().nextLong(period);
        loop.at(first, () -> type(first));
    }

    private void type(long due) {
        if (!console.isRunning()) {
            return;
        }
        loop.at(due + period, () -> type(due + period));
        if (sent - answered == MOST_UNANSWERED) {
            return;
        }
        try {
            sentAt[sent % MOST_UNANSWERED] = System.nanoTime();
            console.send(pointerEvent(sent++));
        } catch (IOException e) {
            console.fail(e.getMessage());
        }
    }

    @Override
    public void updated(int sequence, long time) {
        latencies.add(System.nanoTime() - sentAt[sequence % MOST_UNANSWERED]);
        answered++;
    }
}
