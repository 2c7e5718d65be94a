package io.porthole.web;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Serves a file under its name with the digest. A digest that is not ours is another portal node's, of another version: it gets the file as it is here, which the browser
 * has to ask for again.
 */
public class StaticFilesFilter extends HttpFilter {

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    @Inject
    private transient StaticFiles files;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        String path = request.getServletPath();
        String plain = StaticFiles.plain(path);
        if (plain.equals(path)) {
            chain.doFilter(request, response);
            return;
        }
        if (files.isCurrent(path) && !plain.endsWith("/") && getServletContext().getResource(plain) != null) {
            response.setHeader("Cache-Control", FOR_EVER);
        }
        request.getRequestDispatcher(plain).forward(request, response);
    }
}
