package io.porthole.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What is measured: something on this machine that leads to the VNC server.
 *
 * @param webSocket false: plain TCP
 * @param paths what the browsers ask for, in turn
 * @param processes null where nothing lies between
 * @param tls what browsers speak below it; null: nothing
 */
record Target(String name, boolean webSocket, int port, List<String> paths, ProcessTree processes, Tls tls) {

    static final String DIRECT = "direct TCP";
    static final String HAPROXY = "HAProxy";
    static final String WEBSOCKIFY = "websockify";
    static final String PORTHOLE = "Porthole";
    /** Its consoles are recorded. */
    static final String RECORDED = PORTHOLE + ", recorded";

    Target(String name, boolean webSocket, int port, List<String> paths, ProcessTree processes) {
        this(name, webSocket, port, paths, processes, null);
    }

    /** The same at its port for TLS, where that is a process of its own. */
    Target over(Tls wanted, int tlsPort, ProcessTree its) {
        return new Target(name, webSocket, tlsPort, paths, its, wanted);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    String path(int number) {
        return paths.get(number % paths.size());
    }

    /** A process for each connection: what is measured by the thousand elsewhere is measured by the dozen here. */
    boolean isHeavy() {
        return name.equals(WEBSOCKIFY);
    }

    /** Somebody else's program, which may have faults of its own. */
    boolean isPeer() {
        return processes != null && !isPorthole();
    }

    boolean isPorthole() {
        return name.equals(PORTHOLE) || isRecorded();
    }

    boolean isRecorded() {
        return name.equals(RECORDED);
    }
}
