package io.porthole.web;

import java.io.IOException;
import java.util.Collections;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.SignIn;
import io.porthole.identity.SignInPrincipal;
import io.porthole.origin.TrustedProxies;

/** What the servlets of pages have in common: who asks, from where, and how an answer is given. */
abstract class PageServlet extends HttpServlet {

    @Inject
    private transient Pages pages;
    @Inject
    private transient TrustedProxies proxies;

    Pages pages() {
        return pages;
    }

    /** Behind the security constraint somebody is always signed in. */
    static SignIn signIn(HttpServletRequest request) {
        return SignInPrincipal.signInOf(request.getUserPrincipal()).orElseThrow(() -> new IllegalStateException("nobody is signed in"));
    }

    String address(HttpServletRequest request) {
        return proxies.client(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        // PostgreSQL knows no NUL, and no word that is searched for holds one.
        return value == null ? "" : value.replace("\u0000", "").strip();
    }

    /** The parts of the path behind the servlet's own: "/{id}/console" gives ["ID", "console"]. */
    static String[] path(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path == null || path.equals("/") ? new String[0] : path.substring(1).split("/", -1);
    }

    /** See Other: the browser goes on with a GET, so that reloading repeats nothing. */
    static void goTo(HttpServletResponse response, String place) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", place);
    }

    static void answer(HttpServletResponse response, int status, JsonObject json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getWriter().write(json.toString());
    }
}
