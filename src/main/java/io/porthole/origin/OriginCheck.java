package io.porthole.origin;

/** What the Origin header of a request says. */
public enum OriginCheck {
    OURS,
    /** Not sent: not a browser's WebSocket. */
    ABSENT,
    /** Another site, "null", empty, malformed, or several. */
    FOREIGN
}
