package io.porthole.web;

import static java.util.Map.entry;

import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

/** The one-time words after a redirect; only known ones, so that no address can put words of its own on a page. */
final class Notice {

    private static final Map<String, String> KNOWN = Map.ofEntries(
            entry("start", "notice.started"), entry("stop", "notice.stopping"), entry("reboot", "notice.rebooted"),
            entry("signout", "notice.signed-out"), entry("setup", "notice.setup-done"),
            entry("user-added", "notice.user-added"), entry("user-disable", "notice.user-disabled"), entry("user-enable", "notice.user-enabled"),
            entry("user-password", "notice.user-password"), entry("user-signins", "notice.user-signins"),
            entry("user-limit", "notice.user-limited"), entry("user-unlimit", "notice.user-unlimited"),
            entry("user-grant", "notice.user-granted"), entry("user-take", "notice.user-taken"),
            entry("project-added", "notice.project-added"), entry("project-described", "notice.project-described"),
            entry("vm-assigned", "notice.vm-assigned"), entry("vms-assigned", "notice.vms-assigned"), entry("vm-given-back", "notice.vm-given-back"),
            entry("rule-added", "notice.rule-added"), entry("rule-removed", "notice.rule-removed"),
            entry("project-deleted", "notice.project-deleted"),
            entry("password", "notice.password-changed"), entry("signin-end", "notice.signin-ended"), entry("signins-end", "notice.signins-ended"),
            entry("welcome", "notice.welcome"), entry("cut", "notice.cut"), entry("cut-none", "notice.cut-none"), entry("sharing", "notice.sharing"));

    private Notice() {
    }

    static String of(HttpServletRequest request) {
        String done = request.getParameter("done");
        return done == null ? null : KNOWN.get(done);
    }
}
