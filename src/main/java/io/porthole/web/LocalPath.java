package io.porthole.web;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/** Where to go after the sign-in: a page of ours, whatever the address says (open redirect, CVE-2021-3654). */
final class LocalPath {

    private static final String LIST = "/vms";
    private static final Pattern OURS = Pattern.compile("/(vms|live|history|visits|recordings|console|admin/(?:users|projects|nodes|rules|settings)|account)([/?][A-Za-z0-9/_?&=%.+:-]*)?");

    private LocalPath() {
    }

    /** The page that this request is for, if it can be come back to. */
    static String of(HttpServletRequest request) {
        String query = request.getQueryString();
        return of(request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo()) + (query == null ? "" : "?" + query));
    }

    static String of(String wanted) {
        return OURS.matcher(wanted).matches() && !wanted.contains("//") ? wanted : LIST;
    }
}
