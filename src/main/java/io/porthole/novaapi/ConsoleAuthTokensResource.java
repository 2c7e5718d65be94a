package io.porthole.novaapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.porthole.console.BearerTokens;
import io.porthole.console.TokenSecret;
import io.porthole.console.TokenTarget;

/** Where a console's token leads, for an administrator's proxy that stands elsewhere. */
@Path("/{version: v2|v2\\.1}/os-console-auth-tokens/{token}")
@RequestScoped
public class ConsoleAuthTokensResource {

    @Inject
    private BearerTokens tokens;
    @Inject
    private OpenStackCall call;

    @GET
    public Response show(@PathParam("token") String token) {
        if (!call.user().administrator()) {
            throw ApiFault.forbidden("os_compute_api:os-console-auth-tokens").refusedFor("NOT_PERMITTED");
        }
        TokenTarget target = TokenSecret.parse(token).flatMap(tokens::target).orElseThrow(() -> new ApiFault(404, "Token not found").refusedFor("TOKEN_UNKNOWN"));
        String answer = Json.createObjectBuilder().add("console", Json.createObjectBuilder().add("instance_uuid", target.instanceId().toString())
                .add("host", target.host()).add("port", target.port()).addNull("internal_access_path")).build().toString();
        return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
