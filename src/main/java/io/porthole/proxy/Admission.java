package io.porthole.proxy;

import java.net.InetSocketAddress;

import org.xnio.StreamConnection;

import io.porthole.console.ConnectInfo;
import io.porthole.console.RelayEnd;
import io.porthole.recording.ConsoleRecording;

/**
 * What the filter decided, on its way to the endpoint; it belongs to one request, so that two handshakes never mix.
 *
 * @param atOnce whether the browser takes all of our handshake before its answers
 * @param recording null when it is not recorded
 * @param unrecorded why it cannot be recorded although it must be; null when it can, or need not
 * @param connection the browser's connection below HTTP; null until the upgrade
 * @param exchange of the upgrade's request; null until the upgrade
 */
record Admission(ConnectInfo info, InetSocketAddress address, boolean atOnce, ConsoleRecording recording, String unrecorded, StreamConnection connection,
        UpgradedExchange exchange) {

    Admission(ConnectInfo info, InetSocketAddress address, boolean atOnce, ConsoleRecording recording, String unrecorded) {
        this(info, address, atOnce, recording, unrecorded, null, null);
    }

    Admission over(StreamConnection browser, UpgradedExchange upgraded) {
        return new Admission(info, address, atOnce, recording, unrecorded, browser, upgraded);
    }

    void neverOpened() {
        if (recording != null) {
            recording.end(RelayEnd.BROWSER_LOST.name());
        }
    }
}
