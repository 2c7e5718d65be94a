package io.porthole.console;

/**
 * Every way in which a console can end. It stands here and not at the proxy because the history tells it and the pages word
 * it; the proxy gives each its close code.
 */
public enum RelayEnd {
    /** The person left: the tab was closed, or Disconnect pressed. */
    BROWSER_CLOSED,
    /** The browser's connection broke without a word. */
    BROWSER_LOST,
    /** What the browser sent is not WebSocket (RFC 6455) or not RFB. */
    BROWSER_PROTOCOL_ERROR,
    /** The VM's VNC server closed: the VM was switched off, restarted or moved. */
    VNC_CLOSED,
    /** No connection to the VM's VNC server, for a cause that is none of the following. */
    NODE_UNREACHABLE,
    /** No address is known for the name of the node. */
    NODE_NAME_UNKNOWN,
    /** The network has no way to the node. */
    NODE_NO_ROUTE,
    /** The node is there and nothing listens at the VNC server's port, or a firewall says no. */
    NODE_REFUSED,
    /** The VNC server did not answer in time. */
    NODE_TIMEOUT,
    /** What answered does not speak RFB as it should. */
    VNC_HANDSHAKE_FAILED,
    /** The VNC server wants a security type or a password that the portal does not have. */
    VNC_SECURITY_REFUSED,
    /** No TLS with the VNC server, for a cause that is none of the following: it does not accept our certificate, say. */
    TLS_FAILED,
    /** Its certificate is for another name. */
    TLS_WRONG_NAME,
    /** Its certificate has expired, or is not valid yet. */
    TLS_WRONG_DATE,
    /** Its certificate comes from no authority that we trust. */
    TLS_UNTRUSTED,
    /** What answered is another VM's screen. */
    WRONG_INSTANCE,
    /** The browser did not finish its handshake in time. */
    HANDSHAKE_TIMEOUT,
    IDLE_TIMEOUT,
    SESSION_TIMEOUT,
    CUT_BY_ADMINISTRATOR,
    /** By the person themselves, from another page. */
    ENDED_BY_USER,
    /** The sign-in that opened it ended: by a sign-out, or because it grew too old. */
    SIGNED_OUT,
    PASSWORD_CHANGED,
    /** Or deleted. */
    USER_DISABLED,
    /** Somebody else has this console now, or the same person in another window: it is for one person at a time. */
    TAKEN_OVER,
    RIGHT_REVOKED,
    /** The invitation of a guest is over, or was withdrawn. */
    INVITATION_ENDED,
    INSTANCE_STOPPED,
    INSTANCE_DELETED,
    /** The settings no longer name the compute node. */
    NODE_REMOVED,
    /** It watched another one, which is over. */
    WATCHED_CONSOLE_ENDED,
    /** The VM runs on another compute node now; its page joins it there. */
    INSTANCE_MOVED,
    /** The portal is being stopped. */
    PORTAL_STOPPING,
    /** The portal died; the end is when it last showed life. */
    PORTAL_LOST,
    /** The console must be recorded and could not be, or no longer. */
    RECORDING_FAILED,
    INTERNAL_ERROR,
    /** Nobody came with the token. */
    NEVER_CONNECTED;

    /** Whether the cause may be gone in a moment, so that a person who had a picture is waited for. */
    boolean passing() {
        return switch (this) {
            case BROWSER_LOST, VNC_CLOSED, INSTANCE_STOPPED, INSTANCE_DELETED, INSTANCE_MOVED, NODE_UNREACHABLE, NODE_NAME_UNKNOWN, NODE_NO_ROUTE,
                    NODE_REFUSED, NODE_TIMEOUT, VNC_HANDSHAKE_FAILED, HANDSHAKE_TIMEOUT, PORTAL_STOPPING, PORTAL_LOST -> true;
            default -> false;
        };
    }
}
