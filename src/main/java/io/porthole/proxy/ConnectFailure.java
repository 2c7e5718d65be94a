package io.porthole.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;

import io.porthole.console.RelayEnd;

/** Tells from a TCP connection that was not made where the way to the node broke: each is somebody else's to mend. */
final class ConnectFailure {

    private ConnectFailure() {
    }

    static RelayEnd endFor(IOException failure) {
        if (failure instanceof NoRouteToHostException || says(failure, "unreachable")) {
            return RelayEnd.NODE_NO_ROUTE; // EHOSTUNREACH has a class of its own in Java, ENETUNREACH only its words
        }
        if (failure instanceof ConnectException) {
            return says(failure, "timed out") ? RelayEnd.NODE_TIMEOUT : RelayEnd.NODE_REFUSED;
        }
        return RelayEnd.NODE_UNREACHABLE;
    }

    private static boolean says(IOException failure, String words) {
        return failure.getMessage() != null && failure.getMessage().contains(words);
    }
}
