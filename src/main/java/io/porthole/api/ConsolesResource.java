package io.porthole.api;

import java.io.StringReader;
import java.util.Collections;
import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.porthole.compute.InstanceId;
import io.porthole.console.AuthorizedConsole;
import io.porthole.console.ConsoleAuthorizer;
import io.porthole.console.ConsoleRefusal;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.ConsoleRequest;
import io.porthole.console.ConsoleUrl;
import io.porthole.console.Door;
import io.porthole.identity.SignIn;
import io.porthole.identity.SignInPrincipal;
import io.porthole.origin.PublicNames;
import io.porthole.origin.TrustedProxies;

/** Bearer URLs: consoles that open without a sign-in, for as long as the token lasts. */
@Path("/consoles")
@RequestScoped
public class ConsolesResource {

    @Inject
    private ConsoleAuthorizer authorizer;
    @Inject
    private PublicNames names;
    @Inject
    private TrustedProxies proxies;
    @Context
    private HttpServletRequest request;

    /**
     * @param body {@code {"instance": "UUID", "view_only": false}}; the latter may be left out
     * @return {@code {"session", "instance", "url", "expires"}}, or {@code {"refusal", "incident"}}, with {@code "limit", "most", "retry_after", "message"} where it was a limit
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response open(String body) {
        JsonObject asked = object(body);
        InstanceId instance = instance(asked).orElse(null);
        if (instance == null) {
            return malformed("instance: a VM's UUID is needed");
        }
        JsonValue viewOnly = asked.getOrDefault("view_only", JsonValue.FALSE);
        if (!viewOnly.equals(JsonValue.TRUE) && !viewOnly.equals(JsonValue.FALSE)) {
            return malformed("view_only: true or false");
        }
        return open(instance, viewOnly.equals(JsonValue.TRUE));
    }

    private Response open(InstanceId instance, boolean viewOnly) {
        SignIn signIn = SignInPrincipal.signInOf(request.getUserPrincipal()).orElseThrow(() -> new jakarta.ws.rs.NotAuthorizedException("porthole"));
        String address = proxies.client(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
        try {
            AuthorizedConsole console = authorizer.authorizeBearer(new ConsoleRequest(signIn.user(), signIn.id(), instance, Door.API, address, viewOnly));
            return Response.ok(Json.createObjectBuilder().add("session", console.sessionId().toString()).add("instance", instance.toString())
                    .add("url", ConsoleUrl.of(names.consolePage(), console)).add("expires", console.expiresAt().toString()).build()).build();
        } catch (ConsoleRefused refused) {
            return refusal(refused);
        }
    }

    private static Response refusal(ConsoleRefused refused) {
        JsonObjectBuilder told = Json.createObjectBuilder().add("refusal", refused.refusal().name()).add("incident", refused.incident().toString());
        Response.ResponseBuilder answer = Response.status(statusOf(refused.refusal()));
        if (refused.refusal().retryAfter() != null) {
            answer.header("Retry-After", refused.refusal().retryAfter().toSeconds());
        }
        refused.limit().ifPresent(limit -> {
            told.add("limit", limit.limit().name()).add("most", limit.most()).add("retry_after", limit.again().toSeconds()).add("message", limit.words());
            answer.header("Retry-After", limit.again().toSeconds());
        });
        return answer.entity(told.build()).build();
    }

    /** @return an empty one where it is none */
    private static JsonObject object(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body == null ? "" : body))) {
            return reader.readValue() instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        } catch (JsonException e) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    private static Optional<InstanceId> instance(JsonObject asked) {
        return asked.get("instance") instanceof JsonString text ? InstanceId.parse(text.getString()) : Optional.empty();
    }

    private static Response malformed(String what) {
        return Response.status(Response.Status.BAD_REQUEST).entity(Json.createObjectBuilder().add("error", what).build()).build();
    }

    private static int statusOf(ConsoleRefusal refusal) {
        return switch (refusal) {
            case INSTANCE_NOT_FOUND, SESSION_NOT_FOUND -> 404;
            case INSTANCE_NOT_READY, NO_VNC_CONSOLE, INSTANCE_MOVED, OCCUPIED -> 409;
            case NODE_UNREACHABLE, NOVA_UNAVAILABLE, PORTAL_DRAINING -> 503;
            case LIMIT_REACHED, TOO_MANY_ATTEMPTS -> 429;
            case SIGN_IN_ENDED, TOKEN_MISSING -> 401;
            case USER_DISABLED, NOT_PERMITTED, TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_USED, TOKEN_OF_ANOTHER_SIGN_IN, SESSION_CUT,
                    WATCHING_OFF, WATCHED_CONSOLE_ENDED, CONSENT_AWAITED, CONSENT_REFUSED, ORIGIN_REFUSED,
                    ADDRESS_NOT_ALLOWED -> 403;
        };
    }
}
