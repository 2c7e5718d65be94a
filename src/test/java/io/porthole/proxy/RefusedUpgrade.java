package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.HttpAnswer;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.util.List;

/** What a refused WebSocket looks like from the browser. */
final class RefusedUpgrade {

    private RefusedUpgrade() {
    }

    /** @param address from where to come, by which the history tells this visit */
    static void assertRefused(int status, String reason, RawRequest upgrade, String address, VmUnderTest vm) throws Exception {
        try (RawWebSocket refused = upgrade.from(address).connect()) {
            assertRefusedExactly(status, refused);
        }
        RecordedHistory.assertRefused(address, reason);
        assertEquals(0, vm.vnc().connectionsAccepted());
    }

    /** A status, no body, the end of the connection, and nothing of a WebSocket. */
    static void assertRefusedExactly(int status, RawWebSocket refused) throws IOException {
        HttpAnswer answer = refused.answer();
        assertEquals(status, answer.status(), answer.toString());
        assertEquals(List.of("0"), answer.headers("Content-Length"));
        assertEquals(List.of("close"), answer.headers("Connection"));
        assertEquals(List.of(), answer.headers("Upgrade"));
        assertEquals(List.of(), answer.headers("Sec-WebSocket-Accept"));
        assertEquals(0, refused.readToEnd().length);
    }
}
