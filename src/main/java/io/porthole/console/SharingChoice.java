package io.porthole.console;

/** What an administrator may decide of one VM's consoles. */
public enum SharingChoice {
    /** As its project has it. */
    INHERIT,
    SHARED,
    /** For one person at a time. */
    EXCLUSIVE
}
