package io.porthole.novaapi;

import java.util.Set;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Glance's root, which is empty: openstack lists and shows no server without one. */
@ApplicationPath("/image")
public class ImageApi extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(RequestIdFilter.class, TokenFilter.class, IdentityErrors.class, ImagesResource.class);
    }
}
