package io.porthole.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** A request's JSON object, of which each member is asked for by its name; what is not of its form is the caller's mistake. */
final class ApiBody {

    private static final int MOST_BYTES = 65_536;

    private final JsonObject object;

    private ApiBody(JsonObject object) {
        this.object = object;
    }

    /** @param known what it may hold; @throws Problem for what is no object, or holds something else */
    static ApiBody read(InputStream body, Set<String> known) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw Problem.malformed("The body is longer than " + MOST_BYTES + " bytes.");
        }
        return new ApiBody(checked(bytes, known));
    }

    /** The same, where there need be none. */
    static ApiBody readIfThere(InputStream body, Set<String> known) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        return bytes.length == 0 ? new ApiBody(JsonValue.EMPTY_JSON_OBJECT) : read(new ByteArrayInputStream(bytes), known);
    }

    private static JsonObject checked(byte[] bytes, Set<String> known) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
            if (reader.readValue() instanceof JsonObject object && known.containsAll(object.keySet())) {
                return object;
            }
        } catch (RuntimeException e) { // a JsonException; a bare one for what is nested too deeply
            throw Problem.malformed("The body is not JSON.");
        }
        throw Problem.malformed("The body is a JSON object that holds nothing but " + String.join(", ", known.stream().sorted().toList()) + ".");
    }

    /** @return empty where there is none */
    String text(String name, int longest) {
        JsonValue value = object.getOrDefault(name, JsonValue.NULL);
        if (value.equals(JsonValue.NULL)) {
            return "";
        }
        if (value instanceof JsonString text && text.getString().codePointCount(0, text.getString().length()) <= longest && text.getString().indexOf('\0') < 0) {
            return text.getString();
        }
        throw Problem.malformed(name + " is a text of at most " + longest + " characters.");
    }

    boolean flag(String name) {
        JsonValue value = object.getOrDefault(name, JsonValue.FALSE);
        if (!value.equals(JsonValue.TRUE) && !value.equals(JsonValue.FALSE)) {
            throw Problem.malformed(name + " is true or false.");
        }
        return value.equals(JsonValue.TRUE);
    }
}
