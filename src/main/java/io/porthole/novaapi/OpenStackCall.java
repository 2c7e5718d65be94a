package io.porthole.novaapi;

import java.util.Collections;
import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

import io.porthole.identity.ApiToken;
import io.porthole.identity.User;
import io.porthole.origin.TrustedProxies;

/** One request: who sent it, from where, in which microversion, and the id that its answer bears. */
@RequestScoped
class OpenStackCall {

    private final HttpServletRequest request;
    private final TrustedProxies proxies;
    private final String id = "req-" + UUID.randomUUID();
    private ApiToken token;
    private Microversion microversion = Microversion.LEAST;

    protected OpenStackCall() {
        this(null, null);
    }

    @Inject
    OpenStackCall(HttpServletRequest request, TrustedProxies proxies) {
        this.request = request;
        this.proxies = proxies;
    }

    String id() {
        return id;
    }

    /** Such as {@code GET /compute/v2.1/servers}; HEAD is told as GET, and slashes at the end are not. */
    String place() {
        String method = "HEAD".equals(request.getMethod()) ? "GET" : request.getMethod();
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        return method + " " + request.getServletPath() + path.replaceFirst("/+$", "");
    }

    String address() {
        return proxies.client(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    void sentWith(ApiToken shown) {
        this.token = shown;
    }

    ApiToken token() {
        return token;
    }

    User user() {
        return token.user();
    }

    /** @throws ApiFault 403 for a token that is for no project */
    String project() {
        if (token.project() == null) {
            throw new ApiFault(403, "This token is for no project. Ask for one with a project (OS_PROJECT_NAME).");
        }
        return token.project().name();
    }

    void speaks(Microversion asked) {
        this.microversion = asked;
    }

    Microversion microversion() {
        return microversion;
    }
}
