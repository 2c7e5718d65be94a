package io.porthole.novaapi;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

import io.porthole.identity.ApiToken;
import io.porthole.identity.ApiTokenSecret;
import io.porthole.identity.ApiTokens;

/** Lets nobody on without a living X-Auth-Token, but for the few places that are open. A browser's cookie counts for nothing here. */
@Provider
@PreMatching
@ApplicationScoped
public class TokenFilter implements ContainerRequestFilter {

    private static final String HEADER = "X-Auth-Token";
    /** Version documents, which clients read before they have a token, and where a token is got. */
    private static final Set<String> OPEN = Set.of("GET /identity", "GET /identity/v3", "POST /identity/v3/auth/tokens",
            "GET /compute", "GET /compute/v2", "GET /compute/v2.1", "GET /image");

    @Inject
    private ApiTokens tokens;
    @Inject
    private OpenStackCall call;

    @Override
    public void filter(ContainerRequestContext request) {
        if (OPEN.contains(call.place())) {
            return;
        }
        Optional<ApiToken> token = ApiTokenSecret.parse(request.getHeaderString(HEADER)).flatMap(tokens::of);
        call.sentWith(token.orElseThrow(() -> ApiFault.unauthorized().refusedFor(request.getHeaderString(HEADER) == null ? "TOKEN_MISSING" : "TOKEN_UNKNOWN")));
    }
}
