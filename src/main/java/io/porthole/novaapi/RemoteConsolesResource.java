package io.porthole.novaapi;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The request for a console's URL from microversion 2.6 on. */
@Path("/{version: v2|v2\\.1}/servers/{id}/remote-consoles")
@RequestScoped
public class RemoteConsolesResource {

    private static final String PROTOCOL = "vnc";
    private static final List<String> PROTOCOLS = List.of(PROTOCOL, "spice", "serial", "rdp");
    private static final List<String> TYPES = List.of(NovaConsoleUrls.NOVNC, "xvpvnc", "spice-html5", "serial", "rdp-html5");

    @Inject
    private NovaConsoleUrls consoles;
    @Inject
    private OpenStackCall call;

    @POST
    public Response open(@PathParam("id") String id, InputStream body) throws IOException {
        if (!call.microversion().has(Microversion.REMOTE_CONSOLES)) {
            throw new ApiFault(404, "The resource could not be found.");
        }
        JsonBody asked = JsonBody.read(body).only("remote_console").object("remote_console").only("protocol", "type");
        String protocol = known(asked.text("protocol"), "protocol", PROTOCOLS, "mks");
        String type = known(asked.text("type"), "type", TYPES, "webmks");
        if (!protocol.equals(PROTOCOL) || !type.equals(NovaConsoleUrls.NOVNC)) {
            throw ApiFault.badRequest("Unavailable console type " + type + ".");
        }
        String url = consoles.url(call, id);
        String answer = Json.createObjectBuilder().add("remote_console", Json.createObjectBuilder()
                .add("protocol", PROTOCOL).add("type", NovaConsoleUrls.NOVNC).add("url", url)).build().toString();
        return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
    }

    /** What Nova's schema knows, whether a console of that kind can be had or not. */
    private String known(String value, String name, List<String> always, String later) {
        if (always.contains(value) || value.equals(later) && call.microversion().has(Microversion.MKS_CONSOLES)) {
            return value;
        }
        throw ApiFault.badRequest("Invalid input for field/attribute " + name + ". Value: " + value + ".");
    }
}
