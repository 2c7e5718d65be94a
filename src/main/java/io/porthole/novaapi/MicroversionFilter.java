package io.porthole.novaapi;

import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

/** Reads which microversion a request asks for, before anything else, and says in the answer which one it got. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 1)
@ApplicationScoped
public class MicroversionFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String STANDARD = "OpenStack-API-Version";
    private static final String OLDER = "X-OpenStack-Nova-API-Version";

    @Inject
    private OpenStackCall call;

    /** Nova's v2 is older than microversions and knows none. */
    @Override
    public void filter(ContainerRequestContext request) {
        if (!call.place().matches("\\S+ /compute/v2(/.*)?")) {
            call.speaks(Microversion.asked(lines(request, STANDARD), lines(request, OLDER)));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle(STANDARD, "compute " + call.microversion());
        headers.putSingle(OLDER, call.microversion().toString());
        headers.add("Vary", STANDARD);
        headers.add("Vary", OLDER);
    }

    private static List<String> lines(ContainerRequestContext request, String name) {
        List<String> lines = request.getHeaders().get(name);
        return lines == null ? List.of() : lines;
    }
}
