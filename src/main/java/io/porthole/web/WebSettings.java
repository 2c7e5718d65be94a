package io.porthole.web;

import io.porthole.settings.Settings;

/**
 * How the pages look.
 *
 * @param showDemoAccounts whether the sign-in page names the demo's accounts
 * @param pageSize rows of a list
 */
public record WebSettings(boolean showDemoAccounts, int pageSize) {

    public static WebSettings from(Settings settings) {
        return new WebSettings(settings.flag("show_demo_accounts", false), settings.number("page_size", 50, 5, 500));
    }
}
