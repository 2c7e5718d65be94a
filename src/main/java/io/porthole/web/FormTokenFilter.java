package io.porthole.web;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.origin.OriginCheck;
import io.porthole.origin.PublicNames;

/** Lets a change through only from a page of ours: by the form token, and by what the browser says of its source. */
public class FormTokenFilter extends HttpFilter {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    @Inject
    private transient SignInCookie cookie;
    @Inject
    private transient PublicNames names;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (HARMLESS.contains(request.getMethod()) || ProgramPaths.leadsThere(request) || ours(request) || byLink(request)) {
            chain.doFilter(request, response);
        } else if (request.getServletPath().equals("/signin")) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/signin?expired=1");
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private boolean ours(HttpServletRequest request) {
        String given = request.getHeader("X-CSRF-Token");
        String token = given == null ? request.getParameter("csrf") : given;
        return !fromElsewhere(request) && token != null && cookie.expectedFormToken(request).filter(expected -> expected.is(token)).isPresent();
    }

    /** Nobody signed in there, so no cookie speaks for anybody; the secret of the link does, which only its page knows. */
    private boolean byLink(HttpServletRequest request) {
        return request.getServletPath().equals(ConsoleLinkServlet.PLACE) && request.getHeader("X-Console-Token") != null && !fromElsewhere(request);
    }

    /**
     * What browsers say of a request's source. Origin "null" says nothing here: they send it with our own forms, because our
     * pages forbid referrers (Fetch, "append a request Origin header").
     */
    private boolean fromElsewhere(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        String site = request.getHeader("Sec-Fetch-Site");
        return !origins.equals(List.of("null")) && names.check(origins) == OriginCheck.FOREIGN
                || site != null && !site.equals("same-origin") && !site.equals("none");
    }
}
