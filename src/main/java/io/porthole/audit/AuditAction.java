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
    /** A program showed no token that lives, or asked for what its user may not have. */
    API_REFUSED,
    FIRST_ADMINISTRATOR_MADE,
    USER_ADDED,
    USER_DISABLED,
    USER_ENABLED,
    /** By an administrator. */
    PASSWORD_SET,
    /** By who it belongs to. */
    PASSWORD_CHANGED,
    /** An administrator got a link for somebody else to choose a password with. */
    PASSWORD_LINK_MADE,
    MEMBERSHIP_GRANTED,
    MEMBERSHIP_TAKEN,
    PROJECT_ADDED,
    PROJECT_DESCRIBED,
    PROJECT_DELETED,
    /** Brought into a project by an administrator, or back to where its compute node puts it. */
    VM_ASSIGNED,
    /** Somebody wanted a picture of a VM's screen, or to mark a VM, that is not theirs. */
    VM_REFUSED,
    /** Found at a start: in the settings file or the environment. */
    SETTINGS_CHANGED,
    /** The way to a compute node was tried, step by step. */
    NODE_TESTED,
    /** Not by signing out there: from another browser, or by an administrator. */
    SIGN_IN_ENDED,
    /** A change of users, projects or one's own account that was not made, or a page of theirs that was not shown. */
    ADMINISTRATION_REFUSED,
    CONSOLE_AUTHORIZED,
    /** Asked for and not given. */
    CONSOLE_REFUSED,
    CONSOLE_CONNECTED,
    /** Its person signed in anew and goes on with it. */
    CONSOLE_TAKEN_UP,
    /** A token or an origin that did not admit. */
    CONNECTION_REFUSED,
    CONSOLE_ENDED,
    /** A visit was ended for good: by an administrator, or by the person from elsewhere. */
    CONSOLE_CUT,
    CONSOLE_CUT_REFUSED,
    /** Somebody opens a console to watch another person's. */
    CONSOLE_WATCHED,
    /** And that person agreed, or did not, where they are asked. */
    WATCH_ANSWERED,
    /** Somebody asked whoever is on a console to let them in. */
    CONSOLE_ASKED_FOR,
    CONSOLE_ASK_ANSWERED,
    CONSOLE_TAKEN_OVER,
    /** An administrator decided whether a VM's consoles are for one person at a time. */
    SHARING_DECIDED,
    SHARING_REFUSED,
    /** An administrator decided how many consoles a person may have open at a time, or took that back. */
    CONSOLE_LIMIT_DECIDED,
    /** Somebody let another person onto a console for a time. */
    INVITED,
    INVITATION_REFUSED,
    INVITATION_ENDED,
    RECORDING_STARTED,
    /** With the SHA-256 of its file. */
    RECORDING_ENDED,
    /** A console that should be recorded was not, or could not be opened for that. */
    RECORDING_FAILED,
    RECORDING_WATCHED,
    RECORDING_REFUSED,
    /** Somebody watched one whose file is not as it was written. */
    RECORDING_DAMAGED,
    RECORDING_REMOVED,
    /** An administrator wants the consoles of a VM, a project or a role recorded, beside what the settings say. */
    RECORDING_RULE_ADDED,
    RECORDING_RULE_REMOVED,
    POWER_ACTION,
    POWER_ACTION_REFUSED,
    /** Somebody asked for a page of the history that is not theirs to read. */
    HISTORY_REFUSED,
    /** Somebody took the whole trail away to read. */
    TRAIL_EXPORTED,
    /** Somebody asked for a check of the chain. */
    TRAIL_CHECK_BEGUN,
    /** Entries of the trail whose term was over, with the signed tombstone that stands for them. */
    EVENTS_REMOVED,
    /** Ended console sessions whose term was over. */
    SESSIONS_REMOVED
}
