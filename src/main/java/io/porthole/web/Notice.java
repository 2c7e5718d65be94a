package io.porthole.web;

import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

/** The one-time words after a redirect; only known ones, so that no address can put words of its own on a page. */
final class Notice {

    private static final Map<String, String> KNOWN = Map.of("start", "notice.started", "stop", "notice.stopping",
            "reboot", "notice.rebooted", "signout", "notice.signed-out", "setup", "notice.setup-done");

    private Notice() {
    }

    static String of(HttpServletRequest request) {
        String done = request.getParameter("done");
        return done == null ? null : KNOWN.get(done);
    }
}
