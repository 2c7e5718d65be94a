package io.porthole.novaapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** A part of a request's JSON, asked for by name; what is not of the form that is asked for is the caller's mistake, and a 400. */
final class JsonBody {

    /** Nova's max_request_body_size. */
    private static final int MOST_BYTES = 114_688;
    /** Of names and ids in Keystone and Nova. */
    private static final int LONGEST_TEXT = 255;

    private final JsonObject object;
    private final String where;

    private JsonBody(JsonObject object, String where) {
        this.object = object;
        this.where = where;
    }

    static JsonBody read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new ApiFault(413, "Request is too large.");
        }
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
            if (reader.readValue() instanceof JsonObject object) {
                return new JsonBody(object, "the request body");
            }
        } catch (RuntimeException e) { // a JsonException; a bare one for what is nested too deeply
            throw ApiFault.badRequest("Malformed request body: it is not JSON.");
        }
        throw ApiFault.badRequest("Malformed request body: a JSON object is needed.");
    }

    boolean has(String name) {
        return object.containsKey(name) && object.get(name) != JsonValue.NULL;
    }

    Set<String> names() {
        return object.keySet();
    }

    JsonValue value(String name) {
        return Optional.ofNullable(object.get(name)).orElseThrow(() -> missing(name));
    }

    JsonBody object(String name) {
        if (value(name) instanceof JsonObject inner) {
            return new JsonBody(inner, name);
        }
        throw ApiFault.badRequest("Invalid input for field/attribute " + name + ": it is not an object.");
    }

    String text(String name) {
        return text(name, LONGEST_TEXT);
    }

    /** @param longest in characters; NUL is in no text, for PostgreSQL knows none */
    String text(String name, int longest) {
        if (value(name) instanceof JsonString string && string.getString().length() <= longest && string.getString().indexOf('\0') < 0) {
            return string.getString();
        }
        throw ApiFault.badRequest("Invalid input for field/attribute " + name + ": it is not a string of at most " + longest + " characters.");
    }

    /** Nova's schemas allow nothing beside what they name. */
    JsonBody only(String... allowed) {
        for (String name : object.keySet()) {
            if (!Set.of(allowed).contains(name)) {
                throw ApiFault.badRequest("Additional properties are not allowed ('" + name + "' was unexpected) in " + where + ".");
            }
        }
        return this;
    }

    private ApiFault missing(String name) {
        return ApiFault.badRequest("Expecting to find " + name + " in " + where + ".");
    }
}
