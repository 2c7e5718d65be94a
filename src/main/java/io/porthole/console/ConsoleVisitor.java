package io.porthole.console;

/** By what right somebody is on a console. */
public enum ConsoleVisitor {
    /** Uses every VM. */
    ADMIN,
    /** Uses those of the VM's project. */
    MEMBER,
    /** Was let onto this VM by one who uses it. */
    GUEST,
    /** Looks at somebody's visit. */
    WATCHER,
    /** Nova let them in, and does not tell who they are. */
    UNKNOWN
}
