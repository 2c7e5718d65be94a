package io.porthole.web.view;

/**
 * The sign-in form, as it is shown first and again after a wrong password.
 *
 * @param name        what was typed before, or null
 * @param to          where the person wanted to go, or null
 * @param problem     message key or null: signin.wrong, signin.throttled, signin.form-expired
 * @param waitSeconds after signin.throttled: how long no further attempt is taken
 * @param demo        whether the accounts of the demo are named on the page
 */
public record SignInView(String name, String to, String problem, long waitSeconds, boolean demo) {
}
