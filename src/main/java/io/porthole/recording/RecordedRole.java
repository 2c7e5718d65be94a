package io.porthole.recording;

/** By what right somebody is on a console, as rules of recording tell them apart; the names of console's ConsoleVisitor. */
public enum RecordedRole {
    ADMIN, MEMBER, GUEST, WATCHER, UNKNOWN
}
