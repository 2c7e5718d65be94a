package io.porthole.api;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

import io.porthole.identity.ApiToken;
import io.porthole.identity.ApiTokenSecret;
import io.porthole.identity.ApiTokens;
import io.porthole.identity.User;
import io.porthole.identity.Users;

/**
 * Lets nobody on without a living token, but to the document that tells how. A browser's cookie counts for nothing here.
 * A token that is for a project has the rights that it gives there; one that is for none has all of its user's, as the pages do.
 */
@Provider
@PreMatching
@ApplicationScoped
public class ApiTokenFilter implements ContainerRequestFilter {

    private static final Set<String> OPEN = Set.of("GET /api/v1/openapi.json", "HEAD /api/v1/openapi.json");
    /** RFC 6750, 2.1. */
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");

    @Inject
    private ApiTokens tokens;
    @Inject
    private Users users;
    @Inject
    private ApiRefusals refusals;
    @Inject
    private ApiCall call;

    @Override
    public void filter(ContainerRequestContext request) {
        if (OPEN.contains(call.place())) {
            return;
        }
        Set<String> shown = shown(request);
        if (shown.isEmpty()) {
            throw refusals.unauthorized("TOKEN_MISSING", "Send a token as X-Auth-Token, or as Authorization: Bearer. POST /identity/v3/auth/tokens gives one for a password.");
        }
        Optional<ApiToken> token = shown.size() == 1 ? ApiTokenSecret.parse(shown.iterator().next()).flatMap(tokens::of) : Optional.empty();
        call.sentBy(token.flatMap(this::user).orElseThrow(() -> refusals.unauthorized("TOKEN_UNKNOWN",
                "The token has expired or was revoked, or its user was disabled or left its project. Ask for another one: POST /identity/v3/auth/tokens.")));
    }

    /** Two different ones are none: it would be a guess which is meant. */
    private static Set<String> shown(ContainerRequestContext request) {
        Set<String> shown = new LinkedHashSet<>();
        Optional.ofNullable(request.getHeaderString("X-Auth-Token")).ifPresent(shown::add);
        Optional.ofNullable(request.getHeaderString("Authorization")).map(BEARER::matcher).filter(Matcher::matches).ifPresent(found -> shown.add(found.group(1)));
        return shown;
    }

    private Optional<User> user(ApiToken token) {
        return token.project() == null ? users.enabled(token.user().id()) : Optional.of(token.user());
    }
}
