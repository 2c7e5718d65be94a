package io.porthole.web;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.origin.PublicNames;

/** What every answer tells the browser about itself, and the refusal of requests for a name that is not ours (DNS rebinding). */
public class PageHeadersFilter extends HttpFilter {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @Inject
    private transient PublicNames names;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        // noVNC's modules must be asked for again (noVNC, docs/EMBEDDING.md); pages hold what only their reader may see.
        boolean file = request.getRequestURI().startsWith("/static/");
        response.setHeader("Cache-Control", file ? "no-cache" : "no-store");
        if (names.secure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        if (!names.hasHost(request.getHeader("Host"))) {
            response.sendError(421);
        } else if (strangePath(request.getRequestURI())) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** A path that some redirect could turn into another site's address (CVE-2021-3654). */
    private static boolean strangePath(String path) {
        String lower = path.toLowerCase(java.util.Locale.ROOT);
        return path.startsWith("//") || path.startsWith("/\\") || lower.startsWith("/%2f") || lower.startsWith("/%5c")
                || lower.contains("%0d") || lower.contains("%0a") || lower.contains("%00");
    }
}
