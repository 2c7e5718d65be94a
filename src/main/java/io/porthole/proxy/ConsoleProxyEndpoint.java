package io.porthole.proxy;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;

import io.porthole.console.LiveConsoles;
import io.porthole.console.RelayEnd;

/**
 * The Jakarta WebSocket endpoint of a console. It is a programmatic one because its {@link #onOpen} runs before the first
 * frame is read: there the relay takes the connection over, and no frame that was sent early is lost.
 */
final class ConsoleProxyEndpoint extends Endpoint {

    private static final System.Logger LOG = System.getLogger(ConsoleProxyEndpoint.class.getName());

    private final RelayBuffers buffers;
    private final ProxySettings settings;
    private final LiveConsoles consoles;
    private volatile ConsoleRelay relay;

    ConsoleProxyEndpoint(RelayBuffers buffers, ProxySettings settings, LiveConsoles consoles) {
        this.buffers = buffers;
        this.settings = settings;
        this.consoles = consoles;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Admission admission = (Admission) session.getUserProperties().remove(Admission.class.getName());
        session.setMaxIdleTimeout(0);
        relay = new ConsoleRelay(admission, buffers, settings, consoles);
        relay.start();
        admission.exchange().letGo();
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        if (relay != null) {
            relay.browserGone(endFor(reason));
        }
    }

    /** A browser's own Close frames are the relay's to read: only a container that is suspended goes away. */
    private static RelayEnd endFor(CloseReason reason) {
        return reason.getCloseCode() == CloseReason.CloseCodes.GOING_AWAY ? RelayEnd.PORTAL_STOPPING : RelayEnd.BROWSER_LOST;
    }

    @Override
    public void onError(Session session, Throwable failure) {
        LOG.log(System.Logger.Level.DEBUG, "the WebSocket failed", failure);
    }
}
