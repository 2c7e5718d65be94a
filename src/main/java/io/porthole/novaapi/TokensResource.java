package io.porthole.novaapi;

import java.io.IOException;
import java.io.InputStream;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

import io.porthole.identity.ApiToken;
import io.porthole.identity.ApiTokenSecret;
import io.porthole.identity.ApiTokens;
import io.porthole.identity.IssuedApiToken;
import io.porthole.identity.SignInRefused;

/** Where tokens are got, looked at and revoked. */
@Path("/v3/auth/tokens")
@RequestScoped
public class TokensResource {

    private static final String SUBJECT = "X-Subject-Token";

    @Inject
    private ApiTokens tokens;
    @Inject
    private OpenStackCall call;
    @Inject
    private Endpoints endpoints;

    @POST
    public Response issue(InputStream body) throws IOException {
        AuthRequest asked = AuthRequest.of(JsonBody.read(body));
        try {
            IssuedApiToken issued = asked.login() != null ? tokens.issue(asked.login(), asked.project(), call.address())
                    : tokens.exchange(shown(asked.token()), asked.project(), call.address());
            return told(Response.status(Response.Status.CREATED), issued.secret(), issued.token());
        } catch (SignInRefused refused) {
            throw refused.waitFor().map(ApiFault::tooManyTries).orElseGet(ApiFault::unauthorized);
        }
    }

    @GET
    public Response look(@HeaderParam(SUBJECT) String subject) {
        ApiTokenSecret secret = secret(subject);
        return told(Response.ok(), secret, handled(secret, "identity:validate_token"));
    }

    @DELETE
    public Response revoke(@HeaderParam(SUBJECT) String subject) {
        tokens.revoke(handled(secret(subject), "identity:revoke_token"), call.token(), call.address());
        return Response.noContent().build();
    }

    private static ApiTokenSecret shown(String text) {
        return ApiTokenSecret.parse(text).orElseThrow(() -> ApiFault.unauthorized().refusedFor("TOKEN_UNKNOWN"));
    }

    private static ApiTokenSecret secret(String subject) {
        return ApiTokenSecret.parse(subject).orElseThrow(TokensResource::unknown);
    }

    private ApiToken handled(ApiTokenSecret secret, String policy) {
        ApiToken token = tokens.of(secret).orElseThrow(TokensResource::unknown);
        if (!call.token().mayHandle(token)) {
            throw ApiFault.forbidden(policy).refusedFor("NOT_PERMITTED");
        }
        return token;
    }

    /** It does not repeat what was shown: that may be somebody's token. */
    private static ApiFault unknown() {
        return new ApiFault(404, "Could not find token.").refusedFor("TOKEN_UNKNOWN");
    }

    private Response told(ResponseBuilder answer, ApiTokenSecret secret, ApiToken token) {
        return answer.type(MediaType.APPLICATION_JSON_TYPE).header(SUBJECT, secret.text()).header("Vary", "X-Auth-Token")
                .entity(TokenBody.of(token, endpoints).toString()).build();
    }
}
