package io.porthole.novaclient;

import java.io.ByteArrayInputStream;
import java.net.http.HttpHeaders;
import java.util.Optional;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;

/** The answer of an OpenStack service, whole. */
record ServiceAnswer(int status, HttpHeaders headers, byte[] body) {

    /** @return the object of this name that the body consists of; empty for anything else */
    Optional<JsonObject> object(String name) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
            return reader.readValue() instanceof JsonObject whole && whole.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
