package io.porthole.console;

import java.net.InetAddress;
import java.util.List;

/** Goes the way to a VNC server exactly as a console goes it, as the proxy does; but for a browser. */
public interface VncServerCheck {

    /**
     * Ends within the time limits of a console, and leaves nothing open.
     *
     * @param address that of the place's host
     * @return from CONNECTION on
     */
    List<NodeHop> check(ConnectInfo place, InetAddress address);
}
