package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.console.RelayEnd;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** Java's words for what connect(2) says; a refused connection is tried for real in {@link VncServerConnectionTest}. */
class ConnectFailureTest {

    @Test
    void aHostThatIsNotReachedHasNoRoute() {
        assertEquals(RelayEnd.NODE_NO_ROUTE, ConnectFailure.endFor(new NoRouteToHostException("No route to host")));
    }

    @Test
    void aNetworkThatIsNotReachedHasNoRoute() {
        assertEquals(RelayEnd.NODE_NO_ROUTE, ConnectFailure.endFor(new SocketException("Network is unreachable")));
    }

    @Test
    void aRefusedConnectionIsRefused() {
        assertEquals(RelayEnd.NODE_REFUSED, ConnectFailure.endFor(new ConnectException("Connection refused")));
    }

    @Test
    void theSystemsOwnTimeLimitIsATimeout() {
        assertEquals(RelayEnd.NODE_TIMEOUT, ConnectFailure.endFor(new ConnectException("Connection timed out")));
    }

    @Test
    void whatIsNoneOfTheseIsNotGuessedAt() {
        assertEquals(RelayEnd.NODE_UNREACHABLE, ConnectFailure.endFor(new IOException((String) null)));
        assertEquals(RelayEnd.NODE_UNREACHABLE, ConnectFailure.endFor(new SocketException("Too many open files")));
    }
}
