package io.porthole.identity;

/** Every reason for which users, projects and accounts are not changed or not shown. */
public enum AccountRefusal {
    ADMINISTRATORS_ONLY,
    USER_NOT_FOUND,
    PROJECT_NOT_FOUND,
    NO_SUCH_ROLE,
    /** It stands in the settings, which would undo the change at the next start. */
    DECLARED,
    /** Nobody takes rights from themselves here, so that there is always an administrator. */
    YOURSELF,
    NAME_UNFIT,
    NAME_TAKEN,
    PASSWORD_TOO_SHORT,
    PASSWORD_TOO_LONG,
    PASSWORDS_DIFFER,
    DESCRIPTION_TOO_LONG,
    /** Not a number of consoles that there could be. */
    LIMIT_UNFIT,
    /** It has members or VMs. */
    PROJECT_IN_USE
}
