package io.porthole.novaapi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Gives every answer the id that clients show with an error, and under which the log has the cause. */
@Provider
@ApplicationScoped
public class RequestIdFilter implements ContainerResponseFilter {

    @Inject
    private OpenStackCall call;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle("x-openstack-request-id", call.id());
    }
}
