package io.porthole.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.porthole.compute.InstanceId;
import io.porthole.console.AuthorizedConsole;
import io.porthole.console.ConsoleAuthorizer;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.ConsoleRequest;
import io.porthole.console.ConsoleUrl;
import io.porthole.console.Door;
import io.porthole.origin.PublicNames;

/** Bearer URLs: consoles that open without a sign-in, for as long as the token lasts. */
@Path("/consoles")
@RequestScoped
public class ConsolesResource {

    private static final Set<String> MEMBERS = Set.of("instance", "view_only");
    /** Of a UUID. */
    private static final int ID_LENGTH = 36;

    @Inject
    private ConsoleAuthorizer authorizer;
    @Inject
    private PublicNames names;
    @Inject
    private ApiCall call;

    /** @param body {@code {"instance": "UUID", "view_only": false}}; the latter may be left out */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response open(InputStream body, @Context UriInfo uri) throws IOException {
        ApiQuery.of(uri, Set.of());
        ApiBody asked = ApiBody.read(body, MEMBERS);
        InstanceId instance = InstanceId.parse(asked.text("instance", ID_LENGTH)).orElseThrow(() -> Problem.malformed("instance is a VM’s UUID, written in full."));
        try {
            AuthorizedConsole console = authorizer.authorizeBearer(new ConsoleRequest(call.user(), null, instance, Door.API, call.address(), asked.flag("view_only")));
            return new ApiJson().add("session", console.sessionId()).add("instance", instance).add("url", ConsoleUrl.of(names.consolePage(), console))
                    .add("expires", console.expiresAt()).answer();
        } catch (ConsoleRefused refused) {
            throw Problem.of(refused);
        }
    }
}
