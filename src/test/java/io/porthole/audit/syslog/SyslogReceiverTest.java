package io.porthole.audit.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.FakeSyslogReceiver;
import io.porthole.testing.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was delivered was read; what was perhaps not is said to have failed. */
class SyslogReceiverTest {

    private static final List<String> MANY = IntStream.rangeClosed(1, 2_000).mapToObj(place -> " seq=\"" + place + "\" " + "x".repeat(1_000)).toList();

    /** More than TCP takes without a reader. */
    private static final List<String> ENDLESS = Collections.nCopies(2_000, "x".repeat(20_000));

    private static SyslogReceiver to(int port) {
        return new SyslogReceiver(new SyslogSettings("127.0.0.1", port, null, SyslogFormat.RFC5424));
    }

    @Test
    void whatWasDeliveredWasRead() throws Exception {
        try (FakeSyslogReceiver receiver = FakeSyslogReceiver.start()) {
            to(receiver.port()).deliver(MANY);

            assertEquals(MANY, receiver.messages());
        }
    }

    @Test
    void lengthIsThatOfTheBytes() throws Exception {
        try (FakeSyslogReceiver receiver = FakeSyslogReceiver.start()) {
            to(receiver.port()).deliver(List.of("zoë", "日本", "x"));

            assertEquals(List.of("zoë", "日本", "x"), receiver.messages());
        }
    }

    @Test
    void receiverThatDiesInTheMidstHasNotReadAll() throws Exception {
        try (FakeSyslogReceiver receiver = FakeSyslogReceiver.start()) {
            receiver.dieAfter(7);

            assertThrows(IOException.class, () -> to(receiver.port()).deliver(MANY));
            assertEquals(7, receiver.messages().size());
        }
    }

    /** It says so before it reads, and the end of the connection is an orderly one. */
    @Test
    void receiverThatEndsBeforeTheSenderHasPerhapsNotReadAll() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> ends = CompletableFuture.runAsync(() -> {
                try (Socket line = server.accept()) {
                    line.shutdownOutput();
                    line.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            String why = assertThrows(IOException.class, () -> to(server.getLocalPort()).deliver(ENDLESS)).getMessage();

            assertEquals("the receiver ended the connection before it had read all", why);
            ends.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void receiverThatIsAwayIsToldByName() {
        assertTrue(assertThrows(IOException.class, () -> to(1).deliver(List.of("x"))).getMessage().contains("Connection refused"));
    }

    /** It reads nothing, and would hold the sender for ever. */
    @Test
    void deliveryThatHangsCanBeEnded() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            SyslogReceiver receiver = to(server.getLocalPort());
            CompletableFuture<Void> delivery = CompletableFuture.runAsync(() -> {
                try {
                    receiver.deliver(ENDLESS);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (Socket line = server.accept()) {
                Patience.until("the receiver's memory is full", Duration.ofSeconds(20), () -> line.getInputStream().available() > 20_000);
                receiver.abort();

                assertThrows(ExecutionException.class, () -> delivery.get(20, TimeUnit.SECONDS));
            }
        }
    }
}
