package io.porthole.web;

import jakarta.servlet.http.HttpServletResponse;

import io.porthole.console.ConsoleRefusal;
import io.porthole.console.InvitationRefusal;
import io.porthole.identity.AccountRefusal;
import io.porthole.instance.PowerRefusal;

/** The pages' answer to each refusal: a status. Its words stand under its name. */
final class RefusalStatus {

    private RefusalStatus() {
    }

    static int of(ConsoleRefusal refusal) {
        return switch (refusal) {
            case INSTANCE_NOT_FOUND, SESSION_NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
            case INSTANCE_NOT_READY, NO_VNC_CONSOLE, INSTANCE_MOVED, OCCUPIED -> HttpServletResponse.SC_CONFLICT;
            case NODE_UNREACHABLE, NOVA_UNAVAILABLE, PORTAL_DRAINING -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            case LIMIT_REACHED, TOO_MANY_ATTEMPTS -> 429;
            case SIGN_IN_ENDED -> HttpServletResponse.SC_UNAUTHORIZED;
            case USER_DISABLED, NOT_PERMITTED, TOKEN_MISSING, TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_USED, TOKEN_OF_ANOTHER_SIGN_IN, SESSION_CUT,
                    WATCHING_OFF, WATCHED_CONSOLE_ENDED, CONSENT_AWAITED, CONSENT_REFUSED, ORIGIN_REFUSED,
                    ADDRESS_NOT_ALLOWED ->
                    HttpServletResponse.SC_FORBIDDEN;
        };
    }

    static int of(AccountRefusal refusal) {
        return switch (refusal) {
            case ADMINISTRATORS_ONLY -> HttpServletResponse.SC_FORBIDDEN;
            case USER_NOT_FOUND, PROJECT_NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
            case NAME_UNFIT, PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORDS_DIFFER, DESCRIPTION_TOO_LONG, LIMIT_UNFIT, NO_SUCH_ROLE -> HttpServletResponse.SC_BAD_REQUEST;
            case DECLARED, YOURSELF, NAME_TAKEN, PROJECT_IN_USE -> HttpServletResponse.SC_CONFLICT;
        };
    }

    /** Puts it on the answer, with the time after which another try may help. */
    static void set(HttpServletResponse response, ConsoleRefusal refusal) {
        response.setStatus(of(refusal));
        if (refusal.retryAfter() != null) {
            response.setHeader("Retry-After", String.valueOf(refusal.retryAfter().toSeconds()));
        }
    }

    static int of(InvitationRefusal refusal) {
        return switch (refusal) {
            case NOT_PERMITTED -> HttpServletResponse.SC_FORBIDDEN;
            case NO_SUCH_PERSON -> HttpServletResponse.SC_NOT_FOUND;
            case NEEDS_NONE -> HttpServletResponse.SC_CONFLICT;
        };
    }

    static int of(PowerRefusal refusal) {
        return switch (refusal) {
            case INSTANCE_NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
            case NOT_PERMITTED -> HttpServletResponse.SC_FORBIDDEN;
            case WRONG_STATE -> HttpServletResponse.SC_CONFLICT;
            case NODE_UNREACHABLE -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            case POWER_FAILED -> HttpServletResponse.SC_BAD_GATEWAY;
        };
    }
}
