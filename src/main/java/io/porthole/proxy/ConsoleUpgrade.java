package io.porthole.proxy;

import java.util.List;

import jakarta.servlet.ServletRequest;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

import io.undertow.server.AbstractServerConnection;
import io.undertow.server.ServerConnection;
import io.undertow.servlet.handlers.ServletRequestContext;

import io.porthole.console.LiveConsoles;

/** The upgrade of an admitted request: takes the sub-protocol, no extension, and the connection below. */
final class ConsoleUpgrade extends ServerEndpointConfig.Configurator {

    private static final String BINARY = "binary";

    private final RelayBuffers buffers;
    private final ProxySettings settings;
    private final LiveConsoles consoles;

    ConsoleUpgrade(RelayBuffers buffers, ProxySettings settings, LiveConsoles consoles) {
        this.buffers = buffers;
        this.settings = settings;
        this.consoles = consoles;
    }

    /** noVNC offers none, older clients "binary", and a browser fails when it is answered by what it did not offer. */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return requested.contains(BINARY) ? BINARY : "";
    }

    /** Pixels are compressed already: permessage-deflate would cost time and gain nothing. */
    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }

    /** The filter checked the origin, with the token's kind in view. */
    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return true;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
        return endpointClass.cast(new ConsoleProxyEndpoint(buffers, settings, consoles));
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        ServletRequestContext context = ServletRequestContext.requireCurrent();
        ServletRequest servletRequest = context.getServletRequest();
        Admission admission = (Admission) servletRequest.getAttribute(Admission.class.getName());
        ServerConnection connection = context.getExchange().getConnection();
        if (admission == null || !(connection instanceof AbstractServerConnection below)) {
            throw new IllegalStateException("no admitted request on a connection of Undertow's own: " + connection.getClass());
        }
        config.getUserProperties().put(Admission.class.getName(), admission.over(below.getChannel(), new UpgradedExchange(context.getExchange())));
    }
}
