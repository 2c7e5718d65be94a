package io.porthole.console;

import io.porthole.settings.Settings;

/**
 * How far a reason reaches that ends consoles.
 *
 * @param signOutEnds whose consoles a sign-out ends
 */
public record ReasonSettings(SignOutEnds signOutEnds) {

    /** A sign-out ends the consoles that this browser opened, or all that the user has anywhere. */
    public enum SignOutEnds {
        THIS_BROWSER,
        ALL
    }

    public static ReasonSettings from(Settings settings) {
        return new ReasonSettings(settings.choice("sign_out_ends", SignOutEnds.class, SignOutEnds.THIS_BROWSER));
    }
}
