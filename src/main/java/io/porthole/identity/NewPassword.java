package io.porthole.identity;

/** The rule for new passwords: long rather than odd (NIST SP 800-63B, 5.1.1.2). */
public final class NewPassword {

    public static final int SHORTEST = 10;
    /** PBKDF2 takes any length; a form field of megabytes is refused. */
    public static final int LONGEST = 200;

    private NewPassword() {
    }

    public static boolean acceptable(String password) {
        return password != null && password.length() >= SHORTEST && password.length() <= LONGEST;
    }
}
