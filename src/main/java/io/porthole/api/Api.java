package io.porthole.api;

import java.util.Set;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The root of the REST API. It names its resources, for without that it would serve those of every other API too. */
@ApplicationPath("/api/v1")
public class Api extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(ApiTokenFilter.class, Problems.class, DocumentResource.class, SessionsResource.class, LiveResource.class, ConsolesResource.class,
                AuditResource.class, EventsResource.class, RecordingsResource.class, VmsResource.class);
    }
}
