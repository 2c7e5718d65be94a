package io.porthole.novaapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** The documents by which clients find out what they speak to. */
final class VersionDocuments {

    private VersionDocuments() {
    }

    static JsonObject identity(Endpoints endpoints) {
        return Json.createObjectBuilder().add("id", "v3.14").add("status", "stable").add("updated", "2020-04-07T00:00:00Z")
                .add("links", self(endpoints.identity() + "/v3/"))
                .add("media-types", mediaType("application/vnd.openstack.identity-v3+json")).build();
    }

    static JsonObject compute(Endpoints endpoints) {
        return versioned("v2.1", "CURRENT", Microversion.MOST.toString(), Microversion.LEAST.toString(), "2013-07-23T11:33:21Z", endpoints)
                .add("media-types", mediaType("application/vnd.openstack.compute+json;version=2.1")).build();
    }

    /** Nova's API from before the microversions, which is the same without them. */
    static JsonObject olderCompute(Endpoints endpoints) {
        return versioned("v2.0", "SUPPORTED", "", "", "2011-01-21T11:33:21Z", endpoints)
                .add("media-types", mediaType("application/vnd.openstack.compute+json;version=2")).build();
    }

    static JsonObject image(Endpoints endpoints) {
        return Json.createObjectBuilder().add("id", "v2.9").add("status", "CURRENT").add("links", self(endpoints.image() + "/v2/")).build();
    }

    private static JsonObjectBuilder versioned(String id, String status, String most, String least, String updated, Endpoints endpoints) {
        String path = id.equals("v2.0") ? "/v2/" : "/v2.1/";
        return Json.createObjectBuilder().add("id", id).add("status", status).add("version", most).add("min_version", least)
                .add("updated", updated).add("links", self(endpoints.compute() + path));
    }

    private static JsonArrayBuilder self(String address) {
        return Json.createArrayBuilder().add(Endpoints.link("self", address));
    }

    private static JsonArrayBuilder mediaType(String type) {
        return Json.createArrayBuilder().add(Json.createObjectBuilder().add("base", "application/json").add("type", type));
    }
}
