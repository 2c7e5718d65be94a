package io.porthole.web;

import java.util.regex.Pattern;

/** Where to go after the sign-in: a page of ours, whatever the address says (open redirect, CVE-2021-3654). */
final class LocalPath {

    private static final String LIST = "/vms";
    private static final Pattern OURS = Pattern.compile("/(vms|live|history|console|admin/users|admin/projects|account)([/?][A-Za-z0-9/_?&=%.+:-]*)?");

    private LocalPath() {
    }

    static String of(String wanted) {
        return OURS.matcher(wanted).matches() && !wanted.contains("//") ? wanted : LIST;
    }
}
