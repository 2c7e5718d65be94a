package io.porthole.audit;

/** What is worth remembering. */
public enum AuditAction {
    SIGNED_IN,
    SIGN_IN_REFUSED,
    SIGNED_OUT,
    /** A program showed a password and got a token for it. */
    API_TOKEN_ISSUED,
    /** A program showed a token and got another one, of the same end. */
    API_TOKEN_EXCHANGED,
    API_TOKEN_REVOKED,
    FIRST_ADMINISTRATOR_MADE,
    CONSOLE_AUTHORIZED,
    /** Asked for and not given. */
    CONSOLE_REFUSED,
    CONSOLE_CONNECTED,
    /** A token or an origin that did not admit. */
    CONNECTION_REFUSED,
    CONSOLE_ENDED,
    POWER_ACTION,
    POWER_ACTION_REFUSED
}
