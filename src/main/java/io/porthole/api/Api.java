package io.porthole.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The root of the REST API. */
@ApplicationPath("/api/v1")
public class Api extends Application {
}
