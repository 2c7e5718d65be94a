package io.porthole.novaapi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.ext.Provider;

/** Nova's faults: {@code {"itemNotFound": {"code", "message"}}}. */
@Provider
@ApplicationScoped
public class ComputeFaults extends ErrorAnswers {

    @Override
    JsonObject shape(int status, String message) {
        if (status == 401) {
            return IdentityErrors.error(status, message);
        }
        return Json.createObjectBuilder().add(name(status), Json.createObjectBuilder().add("code", status).add("message", message)).build();
    }

    /** nova/api/openstack/wsgi.py, Fault. */
    private static String name(int status) {
        return switch (status) {
            case 400 -> "badRequest";
            case 403 -> "forbidden";
            case 404 -> "itemNotFound";
            case 405 -> "badMethod";
            case 409 -> "conflictingRequest";
            case 413, 429 -> "overLimit";
            case 415 -> "badMediaType";
            case 501 -> "notImplemented";
            case 503 -> "serviceUnavailable";
            default -> "computeFault";
        };
    }
}
