package io.porthole.api;

import java.util.Collections;
import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

import io.porthole.identity.User;
import io.porthole.origin.TrustedProxies;

/** One request of a program: who sent it, from where, and the id under which the log knows what went wrong with it. */
@RequestScoped
class ApiCall {

    private final HttpServletRequest request;
    private final TrustedProxies proxies;
    private final UUID id = UUID.randomUUID();
    private User user;

    protected ApiCall() {
        this(null, null);
    }

    @Inject
    ApiCall(HttpServletRequest request, TrustedProxies proxies) {
        this.request = request;
        this.proxies = proxies;
    }

    UUID id() {
        return id;
    }

    /** Such as {@code GET /api/v1/sessions}. */
    String place() {
        return request.getMethod() + " " + request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }

    String address() {
        return proxies.client(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    void sentBy(User found) {
        this.user = found;
    }

    /** @return null before a token was believed */
    User user() {
        return user;
    }
}
