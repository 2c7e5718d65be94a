package io.porthole.console;

/** Why somebody was not invited. */
public enum InvitationRefusal {
    /** The settings or the person's rights let them invite nobody to this console. */
    NOT_PERMITTED,
    /** Nobody of that name is enabled. */
    NO_SUCH_PERSON,
    /** The person can open this console anyhow. */
    NEEDS_NONE
}
