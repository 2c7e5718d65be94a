package io.porthole.novaapi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;

import io.porthole.origin.PublicNames;

/** Where each API lies, and the links to what is in it. The addresses come from the settings, not from the request. */
@ApplicationScoped
class Endpoints {

    /** Clients that were told no region take the only one. */
    private static final String REGION = "RegionOne";

    private final PublicNames names;

    protected Endpoints() {
        this(null);
    }

    @Inject
    Endpoints(PublicNames names) {
        this.names = names;
    }

    String identity() {
        return root("/identity");
    }

    String compute() {
        return root("/compute");
    }

    String image() {
        return root("/image");
    }

    /** What a client finds the other APIs by (Keystone v3, "catalog"). */
    JsonArray catalog() {
        return Json.createArrayBuilder()
                .add(service("identity", "keystone", identity()))
                .add(service("compute", "nova", compute() + "/v2.1"))
                .add(service("image", "glance", image())).build();
    }

    /** @param thing such as {@code servers/ID} */
    JsonArrayBuilder computeLinks(String thing) {
        return Json.createArrayBuilder().add(link("self", compute() + "/v2.1/" + thing)).add(link("bookmark", compute() + "/" + thing));
    }

    static JsonObject link(String relation, String address) {
        return Json.createObjectBuilder().add("rel", relation).add("href", address).build();
    }

    private String root(String path) {
        return names.portal().toString().replaceFirst("/+$", "") + path;
    }

    private static JsonObject service(String type, String name, String address) {
        JsonObject endpoint = Json.createObjectBuilder().add("id", name + "-public").add("interface", "public")
                .add("region", REGION).add("region_id", REGION).add("url", address).build();
        return Json.createObjectBuilder().add("id", name).add("type", type).add("name", name)
                .add("endpoints", Json.createArrayBuilder().add(endpoint)).build();
    }
}
