package io.porthole.proxy;

import io.porthole.console.RelayEnd;

/** The WebSocket close code (RFC 6455, 7.4) that tells the page how its console ended; docs/close-codes.md lists them. */
final class CloseCode {

    static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED_DATA = 1003;

    private CloseCode() {
    }

    static int of(RelayEnd end) {
        return switch (end) {
            case BROWSER_CLOSED, BROWSER_LOST, NEVER_CONNECTED, PORTAL_LOST -> NORMAL;
            case BROWSER_PROTOCOL_ERROR -> PROTOCOL_ERROR;
            case VNC_CLOSED -> 4000;
            case NODE_UNREACHABLE -> 4001;
            case NODE_TIMEOUT -> 4002;
            case VNC_HANDSHAKE_FAILED -> 4003;
            case VNC_SECURITY_REFUSED -> 4004;
            case WRONG_INSTANCE -> 4005;
            case HANDSHAKE_TIMEOUT -> 4006;
            case IDLE_TIMEOUT -> 4007;
            case SESSION_TIMEOUT -> 4008;
            case CUT_BY_ADMINISTRATOR -> 4009;
            case SIGNED_OUT -> 4010;
            case RIGHT_REVOKED -> 4011;
            case INSTANCE_STOPPED -> 4012;
            case INSTANCE_MOVED -> 4050;
            case PORTAL_STOPPING -> 4013;
            case INTERNAL_ERROR -> 4014;
            case TLS_FAILED -> 4015;
            case USER_DISABLED -> 4016;
            case PASSWORD_CHANGED -> 4017;
            case INSTANCE_DELETED -> 4018;
            case NODE_REMOVED -> 4019;
            case ENDED_BY_USER -> 4020;
            case WATCHED_CONSOLE_ENDED -> 4021;
            case INVITATION_ENDED -> 4022;
            case TAKEN_OVER -> 4023;
            case NODE_NAME_UNKNOWN -> 4031;
            case NODE_NO_ROUTE -> 4032;
            case NODE_REFUSED -> 4033;
            case TLS_WRONG_NAME -> 4034;
            case TLS_WRONG_DATE -> 4035;
            case TLS_UNTRUSTED -> 4036;
            case RECORDING_FAILED -> 4040;
        };
    }
}
