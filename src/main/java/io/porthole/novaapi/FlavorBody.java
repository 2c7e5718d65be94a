package io.porthole.novaapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;

import io.porthole.instance.InstanceSize;

/** A VM's size as a flavor: Porthole has no list of flavors, but its clients ask for the one of each VM. */
final class FlavorBody {

    private FlavorBody() {
    }

    /** Also its name: it says all that there is to say. */
    static String id(InstanceSize size) {
        return size.vcpus() + "vcpu-" + size.memoryMib() + "mib";
    }

    static JsonObject brief(InstanceSize size, Endpoints endpoints) {
        return Json.createObjectBuilder().add("id", id(size)).add("name", id(size)).add("links", endpoints.computeLinks("flavors/" + id(size))).build();
    }

    static JsonObject full(InstanceSize size, Endpoints endpoints) {
        return Json.createObjectBuilder().add("id", id(size)).add("name", id(size)).add("vcpus", size.vcpus()).add("ram", size.memoryMib())
                .add("disk", 0).add("swap", "").add("rxtx_factor", 1.0).add("OS-FLV-EXT-DATA:ephemeral", 0).add("OS-FLV-DISABLED:disabled", false)
                .add("os-flavor-access:is_public", true).add("links", endpoints.computeLinks("flavors/" + id(size))).build();
    }

    static JsonArrayBuilder bookmark(InstanceSize size, Endpoints endpoints) {
        return Json.createArrayBuilder().add(Endpoints.link("bookmark", endpoints.compute() + "/flavors/" + id(size)));
    }
}
