package io.porthole.identity;

/** What a user is in a project. An administrator or auditor of any project is one of the installation, as in Nova's default policy. */
public enum Role {
    /** Uses the project's VMs. */
    MEMBER,
    /** Reads the history. */
    AUDITOR,
    /** Uses every VM and reads the history. */
    ADMIN
}
