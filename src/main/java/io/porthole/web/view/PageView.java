package io.porthole.web.view;

/**
 * What every page needs for its frame.
 *
 * @param csrf     the token of the sign-in that each form sends along, or null without one
 * @param userName null when nobody is signed in
 * @param active   the area that the header marks: "vms", "history", "admin", "account" or ""
 * @param notice   the message key of a one-time notice after a redirect, or null
 * @param here     the page's own path and query, to which a change of the language comes back
 * @param language the tag of the language that it is in
 */
public record PageView(String csrf, boolean signedIn, String userName, boolean mayAudit, boolean administrator, String active, String notice, String here,
        String language) {
}
