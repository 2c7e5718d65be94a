package io.porthole.novaapi;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.porthole.compute.PowerAction;

/** What can be done to a VM: its power, and, before microversion 2.6, its console's URL. */
@Path("/{version: v2|v2\\.1}/servers/{id}/action")
@RequestScoped
public class ServerActionsResource {

    private static final String CONSOLE = "os-getVNCConsole";
    private static final List<String> CONSOLE_TYPES = List.of(NovaConsoleUrls.NOVNC, "xvpvnc");

    @Inject
    private NovaPower power;
    @Inject
    private NovaConsoleUrls consoles;
    @Inject
    private OpenStackCall call;

    @POST
    public Response act(@PathParam("id") String id, InputStream body) throws IOException {
        JsonBody asked = JsonBody.read(body);
        if (asked.names().size() != 1) {
            throw ApiFault.badRequest("Malformed request body: exactly one action is needed.");
        }
        String action = asked.names().iterator().next();
        return switch (action) {
            case "os-start" -> switched(id, PowerAction.START, "start");
            case "os-stop" -> switched(id, PowerAction.STOP, "stop");
            case "reboot" -> switched(id, kind(asked.object(action).only("type").text("type")), "reboot");
            case CONSOLE -> console(id, asked);
            default -> throw ApiFault.badRequest("There is no such action: " + action);
        };
    }

    private Response switched(String id, PowerAction action, String name) {
        power.perform(call, id, action, name);
        return Response.status(Response.Status.ACCEPTED).build();
    }

    private static PowerAction kind(String type) {
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "SOFT" -> PowerAction.RESTART;
            case "HARD" -> PowerAction.REBOOT;
            default -> throw ApiFault.badRequest("Invalid input for field/attribute type. Value: " + type + ". It is neither SOFT nor HARD.");
        };
    }

    private Response console(String id, JsonBody asked) {
        if (call.microversion().has(Microversion.REMOTE_CONSOLES)) {
            throw new ApiFault(404, "The resource could not be found.");
        }
        String type = asked.object(CONSOLE).only("type").text("type");
        if (!CONSOLE_TYPES.contains(type)) {
            throw ApiFault.badRequest("Invalid input for field/attribute type. Value: " + type + ".");
        }
        if (!type.equals(NovaConsoleUrls.NOVNC)) {
            throw ApiFault.badRequest("Unavailable console type " + type + ".");
        }
        String answer = Json.createObjectBuilder().add("console", Json.createObjectBuilder()
                .add("type", NovaConsoleUrls.NOVNC).add("url", consoles.url(call, id))).build().toString();
        return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
