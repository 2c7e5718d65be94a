package io.porthole.web;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

/** Where programs speak and no browser does: OpenStack's doors, and the portal's own API. A cookie is nobody's identity there, so that no other site can misuse it. */
final class ProgramPaths {

    private static final Set<String> ROOTS = Set.of("/identity", "/compute", "/image", "/api/v1");

    private ProgramPaths() {
    }

    /** By the container's own reading of the path: what it says is what answers. */
    static boolean leadsThere(HttpServletRequest request) {
        return ROOTS.contains(request.getServletPath());
    }
}
