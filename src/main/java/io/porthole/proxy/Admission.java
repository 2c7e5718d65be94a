package io.porthole.proxy;

import java.net.InetSocketAddress;

import org.xnio.StreamConnection;

import io.porthole.console.ConnectInfo;

/**
 * What the filter decided, on its way to the endpoint; it belongs to one request, so that two handshakes never mix.
 *
 * @param connection the browser's connection below HTTP; null until the upgrade
 */
record Admission(ConnectInfo info, InetSocketAddress address, StreamConnection connection) {

    Admission over(StreamConnection browser) {
        return new Admission(info, address, browser);
    }
}
