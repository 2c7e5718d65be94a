package io.porthole.web.view;

/**
 * A browser that is signed in.
 *
 * @param browser  in words
 * @param agent    as it names itself
 * @param since    ISO instant, as is lastSeen
 * @param here     whether the page is shown in it
 */
public record SignInLine(String id, String browser, String agent, String address, String since, String lastSeen, boolean here) {
}
