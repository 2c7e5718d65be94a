package io.porthole.novaclient;

import java.net.URI;
import java.util.stream.Stream;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/** Finds the compute endpoint in what Keystone says of a token. */
final class ServiceCatalog {

    private final NovaSettings settings;

    ServiceCatalog(NovaSettings settings) {
        this.settings = settings;
    }

    /** @throws NovaException also for an endpoint that would carry the token unencrypted where Keystone itself is asked over TLS */
    URI compute(JsonObject token) throws NovaException {
        if (settings.endpointOverride() != null) {
            return settings.endpointOverride();
        }
        String url = objects(token, "catalog").filter(service -> "compute".equals(service.getString("type", "")))
                .flatMap(service -> objects(service, "endpoints")).filter(this::isOurs).map(endpoint -> endpoint.getString("url", "")).findFirst()
                .orElseThrow(() -> new NovaException("Keystone's catalog has no " + settings.endpointInterface() + " compute endpoint"
                        + (settings.region() == null ? "" : " in region " + settings.region())));
        URI endpoint = address(url);
        if ("https".equalsIgnoreCase(settings.credential().authUrl().getScheme()) && !"https".equalsIgnoreCase(endpoint.getScheme())) {
            throw new NovaException("Keystone's catalog has a compute endpoint without TLS; nova.endpoint_override can name it all the same");
        }
        return endpoint;
    }

    private boolean isOurs(JsonObject endpoint) {
        String region = endpoint.getString("region_id", endpoint.getString("region", ""));
        return settings.endpointInterface().equals(endpoint.getString("interface", "")) && (settings.region() == null || settings.region().equals(region));
    }

    private static URI address(String url) throws NovaException {
        try {
            return Settings.webAddressOf("compute", url);
        } catch (SettingException e) {
            throw new NovaException("Keystone's catalog has a compute endpoint that is no address", e);
        }
    }

    private static Stream<JsonObject> objects(JsonObject parent, String name) {
        JsonValue value = parent.get(name);
        return value instanceof JsonArray array ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast) : Stream.of();
    }
}
