package io.porthole.novaapi;

import java.util.Set;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Nova's root. */
@ApplicationPath("/compute")
public class ComputeApi extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(RequestIdFilter.class, TokenFilter.class, MicroversionFilter.class, ComputeFaults.class, ComputeVersionsResource.class,
                ServersResource.class, ServerActionsResource.class, RemoteConsolesResource.class, ConsoleAuthTokensResource.class, FlavorsResource.class);
    }
}
