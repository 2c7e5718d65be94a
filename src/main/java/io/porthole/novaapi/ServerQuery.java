package io.porthole.novaapi;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.ws.rs.core.MultivaluedMap;

import io.porthole.compute.InstanceId;
import io.porthole.compute.PowerState;
import io.porthole.instance.InstanceCatalog;
import io.porthole.instance.InstanceDetails;
import io.porthole.instance.InstanceFilter;

/** The parameters of a list of servers; what Porthole does not know is ignored, as Nova does. */
record ServerQuery(MultivaluedMap<String, String> parameters) {

    /** Nova's [api] max_limit. */
    private static final int MOST = 1_000;
    private static final int LONGEST_NAME = 255;

    /** @return empty when nothing can match; @throws ApiFault 400 for a parameter that cannot be understood, 403 for one that is not for everybody */
    Optional<InstanceFilter> filter(OpenStackCall call, InstanceCatalog instances) {
        String project = call.project();
        if (flag("all_tenants")) {
            if (!call.user().administrator()) {
                throw ApiFault.forbidden("os_compute_api:servers:index:get_all_tenants").refusedFor("NOT_PERMITTED");
            }
            project = null;
        }
        Set<PowerState> states = states();
        int most = limit();
        if (most == 0 || states != null && states.isEmpty() || flag("deleted")) {
            return Optional.empty();
        }
        return Optional.of(new InstanceFilter(project, name(), states, marker(call, instances), most));
    }

    /** @return the query for what follows this one */
    String after(InstanceDetails last) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, values) -> {
            if (!name.equals("marker")) {
                values.forEach(value -> query.append(encoded(name)).append('=').append(encoded(value)).append('&'));
            }
        });
        return query.append("marker=").append(last.instance().id()).toString();
    }

    private String name() {
        String name = parameters.getFirst("name");
        if (name != null && (name.length() > LONGEST_NAME || name.indexOf('\0') >= 0)) {
            throw ApiFault.badRequest("Invalid input for query parameters name: at most " + LONGEST_NAME + " characters.");
        }
        return name == null || name.isEmpty() ? null : name;
    }

    private Set<PowerState> states() {
        List<String> asked = parameters.get("status");
        if (asked == null) {
            return null;
        }
        Set<PowerState> states = EnumSet.noneOf(PowerState.class);
        asked.forEach(status -> states.addAll(ServerState.called(status)));
        return states;
    }

    private int limit() {
        String limit = parameters.getFirst("limit");
        if (limit == null) {
            return MOST;
        }
        if (!limit.matches("\\d{1,9}")) {
            throw ApiFault.badRequest("Invalid input for query parameters limit: a whole number is needed.");
        }
        return Math.min(Integer.parseInt(limit), MOST);
    }

    private InstanceDetails marker(OpenStackCall call, InstanceCatalog instances) {
        String marker = parameters.getFirst("marker");
        return marker == null ? null : InstanceId.parse(marker).flatMap(id -> instances.detailsVisibleTo(call.user(), id))
                .orElseThrow(() -> ApiFault.badRequest("marker [" + marker + "] not found"));
    }

    /** Given without a value it is meant, as in Nova. */
    private boolean flag(String name) {
        String value = parameters.getFirst(name);
        if (value == null) {
            return false;
        }
        return switch (value.toLowerCase(java.util.Locale.ROOT)) {
            case "", "1", "t", "true", "on", "y", "yes" -> true;
            case "0", "f", "false", "off", "n", "no" -> false;
            default -> throw ApiFault.badRequest("Invalid value '" + value + "' for " + name + ": true or false is needed.");
        };
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
