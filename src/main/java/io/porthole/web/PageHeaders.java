package io.porthole.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.origin.PublicNames;

/** What every answer tells the browser about itself. */
final class PageHeaders {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private PageHeaders() {
    }

    static void set(HttpServletRequest request, HttpServletResponse response, PublicNames names) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        // A file by its plain name must be asked for again, noVNC's modules above all (noVNC, docs/EMBEDDING.md); pages hold what only their reader may see.
        boolean file = request.getRequestURI().startsWith("/static/");
        response.setHeader("Cache-Control", file ? "no-cache" : "no-store");
        if (names.secure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
