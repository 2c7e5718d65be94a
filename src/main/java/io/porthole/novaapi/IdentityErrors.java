package io.porthole.novaapi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Keystone's errors: {@code {"error": {"code", "title", "message"}}}. */
@Provider
@ApplicationScoped
public class IdentityErrors extends ErrorAnswers {

    @Override
    JsonObject shape(int status, String message) {
        return error(status, message);
    }

    /** Also what every other API says to who is not let in: in OpenStack Keystone's own filter stands before them. */
    static JsonObject error(int status, String message) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return Json.createObjectBuilder().add("error", Json.createObjectBuilder().add("code", status)
                .add("title", known == null ? "Error" : known.getReasonPhrase()).add("message", message)).build();
    }
}
