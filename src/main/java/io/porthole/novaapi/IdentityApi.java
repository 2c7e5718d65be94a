package io.porthole.novaapi;

import java.util.Set;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Keystone's root: what OS_AUTH_URL names. */
@ApplicationPath("/identity")
public class IdentityApi extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(RequestIdFilter.class, TokenFilter.class, IdentityErrors.class, IdentityVersionsResource.class, TokensResource.class);
    }
}
