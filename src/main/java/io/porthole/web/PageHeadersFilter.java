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

    @Inject
    private transient PublicNames names;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        PageHeaders.set(request, response, names);
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
