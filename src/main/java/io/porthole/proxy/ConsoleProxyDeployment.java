package io.porthole.proxy;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

import io.porthole.console.LiveConsoles;

/** Puts the endpoint at its paths: its own, and the root, where the URLs of Nova's form lead. */
@WebListener
public class ConsoleProxyDeployment implements ServletContextListener {

    @Inject
    private RelayBuffers buffers;
    @Inject
    private ProxySettings settings;
    @Inject
    private LiveConsoles consoles;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServerContainer container = (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName());
        try {
            for (String path : ConsoleAdmissionFilter.PATHS) {
                container.addEndpoint(ServerEndpointConfig.Builder.create(ConsoleProxyEndpoint.class, path)
                        .configurator(new ConsoleUpgrade(buffers, settings, consoles)).build());
            }
        } catch (DeploymentException e) {
            throw new IllegalStateException("the console's WebSocket endpoint cannot be deployed", e);
        }
    }
}
