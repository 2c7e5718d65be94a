package io.porthole.api;

import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A JSON object that is being made. What there is none of is null and not left out, so that a program finds every name each time. */
final class ApiJson {

    private final JsonObjectBuilder object = Json.createObjectBuilder();

    /** Times are RFC 3339 in UTC; every other object, such as an id, is its text. */
    ApiJson add(String name, Object value) {
        if (value == null) {
            object.addNull(name);
        } else if (value instanceof JsonValue json) {
            object.add(name, json);
        } else if (value instanceof Boolean flag) {
            object.add(name, flag);
        } else if (value instanceof Integer || value instanceof Long) {
            object.add(name, ((Number) value).longValue());
        } else {
            object.add(name, value instanceof Instant time ? time.toString() : value.toString());
        }
        return this;
    }

    <T> ApiJson add(String name, Collection<T> items, Function<T, JsonObject> shape) {
        return add(name, array(items, shape));
    }

    JsonObject build() {
        return object.build();
    }

    Response answer() {
        return Response.ok(build().toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static <T> JsonArray array(Collection<T> items, Function<T, JsonObject> shape) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        items.forEach(item -> array.add(shape.apply(item)));
        return array.build();
    }
}
