package io.porthole.novaapi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import io.porthole.instance.Instance;
import io.porthole.instance.InstanceDetails;

/** A VM as Nova tells it. What a hypervisor does not know is empty, and not made up. */
final class ServerBody {

    private ServerBody() {
    }

    static JsonObject brief(InstanceDetails details, Endpoints endpoints) {
        Instance instance = details.instance();
        return Json.createObjectBuilder().add("id", instance.id().toString()).add("name", instance.displayName())
                .add("links", links(instance, endpoints)).build();
    }

    /** Exactly the keys of the microversion: clients refuse others. */
    static JsonObject full(InstanceDetails details, OpenStackCall call, Endpoints endpoints) {
        Instance instance = details.instance();
        ServerState state = ServerState.of(instance.state());
        JsonObjectBuilder body = Json.createObjectBuilder()
                .add("id", instance.id().toString()).add("name", instance.displayName()).add("status", state.status())
                .add("tenant_id", details.projectId() == null ? "" : details.projectId().toString()).add("user_id", "")
                .add("metadata", Json.createObjectBuilder()).add("hostId", "").add("image", "")
                .add("flavor", Json.createObjectBuilder().add("id", FlavorBody.id(details.size())).add("links", FlavorBody.bookmark(details.size(), endpoints)))
                .add("created", time(details.firstSeen())).add("updated", time(details.changedAt()))
                .add("addresses", Json.createObjectBuilder()).add("accessIPv4", "").add("accessIPv6", "")
                .add("links", links(instance, endpoints)).add("OS-DCF:diskConfig", "MANUAL");
        if (state.status().equals("ACTIVE")) {
            body.add("progress", 0);
        }
        body.add("OS-EXT-AZ:availability_zone", "nova").add("config_drive", "").addNull("key_name").addNull("OS-SRV-USG:launched_at")
                .addNull("OS-SRV-USG:terminated_at").add("security_groups", Json.createArrayBuilder().add(Json.createObjectBuilder().add("name", "default")));
        addOrNull(body, "OS-EXT-STS:task_state", state.taskState());
        body.add("OS-EXT-STS:vm_state", state.vmState()).add("OS-EXT-STS:power_state", state.powerState())
                .add("os-extended-volumes:volumes_attached", Json.createArrayBuilder());
        if (call.user().administrator()) {
            addExtended(body, instance, call.microversion());
        }
        return body.build();
    }

    /** What Nova's policy os_compute_api:os-extended-server-attributes shows to administrators only. */
    private static void addExtended(JsonObjectBuilder body, Instance instance, Microversion microversion) {
        body.add("OS-EXT-SRV-ATTR:host", instance.node()).add("OS-EXT-SRV-ATTR:hypervisor_hostname", instance.node())
                .add("OS-EXT-SRV-ATTR:instance_name", instance.name());
        if (microversion.has(Microversion.EXTENDED_ATTRIBUTES)) {
            body.add("OS-EXT-SRV-ATTR:reservation_id", "").add("OS-EXT-SRV-ATTR:launch_index", 0).add("OS-EXT-SRV-ATTR:kernel_id", "")
                    .add("OS-EXT-SRV-ATTR:ramdisk_id", "").add("OS-EXT-SRV-ATTR:hostname", "").addNull("OS-EXT-SRV-ATTR:root_device_name")
                    .addNull("OS-EXT-SRV-ATTR:user_data");
        }
    }

    private static JsonArrayBuilder links(Instance instance, Endpoints endpoints) {
        return endpoints.computeLinks("servers/" + instance.id());
    }

    private static void addOrNull(JsonObjectBuilder body, String name, String text) {
        if (text == null) {
            body.addNull(name);
        } else {
            body.add(name, text);
        }
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
