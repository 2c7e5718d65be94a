package io.porthole.web;

import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.ComputeException;
import io.porthole.console.ConsoleRefusal;

/** The pages' answer to each refusal: a status, and the name under which its words stand. */
final class RefusalStatus {

    private RefusalStatus() {
    }

    static int of(ConsoleRefusal refusal) {
        return switch (refusal) {
            case INSTANCE_NOT_FOUND, SESSION_NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
            case INSTANCE_NOT_READY, NO_VNC_CONSOLE, INSTANCE_MOVED -> HttpServletResponse.SC_CONFLICT;
            case NODE_UNREACHABLE -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            case LIMIT_REACHED -> 429;
            case SIGN_IN_ENDED -> HttpServletResponse.SC_UNAUTHORIZED;
            case USER_DISABLED, NOT_PERMITTED, TOKEN_MISSING, TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_USED, TOKEN_OF_ANOTHER_SIGN_IN, ORIGIN_REFUSED ->
                    HttpServletResponse.SC_FORBIDDEN;
        };
    }

    static int of(ComputeException.Kind kind) {
        return switch (kind) {
            case INSTANCE_GONE -> HttpServletResponse.SC_NOT_FOUND;
            case INSTANCE_NOT_READY, NO_VNC, WRONG_STATE -> HttpServletResponse.SC_CONFLICT;
            case NODE_UNREACHABLE -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            case FAILED -> HttpServletResponse.SC_BAD_GATEWAY;
        };
    }

    static String name(ComputeException.Kind kind) {
        return switch (kind) {
            case INSTANCE_GONE -> "INSTANCE_NOT_FOUND";
            case INSTANCE_NOT_READY, NO_VNC, WRONG_STATE -> "WRONG_STATE";
            case NODE_UNREACHABLE -> "NODE_UNREACHABLE";
            case FAILED -> "POWER_FAILED";
        };
    }
}
