package io.porthole.api;

import java.time.Duration;
import java.util.UUID;

import io.porthole.console.ConsoleRefusal;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.LimitReached;

/** Why a request is not answered as it wished: what the answer tells (RFC 9457). */
final class Problem extends RuntimeException {

    private final int status;
    private final String name;
    private final UUID incident;
    private final transient LimitReached limit;
    private final transient Duration retryAfter;

    private Problem(int status, String name, String detail, UUID incident, LimitReached limit, Duration retryAfter) {
        super(detail, null, false, false); // an answer, and no failure whose place in the code matters
        this.status = status;
        this.name = name;
        this.incident = incident;
        this.limit = limit;
        this.retryAfter = retryAfter;
    }

    /** The caller's mistake, of which the trail knows nothing. */
    static Problem malformed(String detail) {
        return new Problem(400, "MALFORMED", detail, null, null, null);
    }

    /** Whatever the address may look like. */
    static Problem nothingHere() {
        return of(404, "NOT_FOUND", "There is nothing at this address. /api/v1/openapi.json tells what there is.");
    }

    /** What came of the request itself, such as a method that there is none of. */
    static Problem of(int status, String name, String detail) {
        return new Problem(status, name, detail, null, null, null);
    }

    /** A refusal that the trail holds under this incident. */
    static Problem refused(int status, String name, String detail, UUID incident) {
        return new Problem(status, name, detail, incident, null, null);
    }

    static Problem tooMany(String detail, UUID incident, Duration again) {
        return new Problem(429, "TOO_MANY_ATTEMPTS", detail, incident, null, again);
    }

    static Problem of(ConsoleRefused refused) {
        ConsoleRefusal refusal = refused.refusal();
        LimitReached limit = refused.limit().orElse(null);
        return new Problem(statusOf(refusal), refusal.name(), RefusalWords.of(refusal), refused.incident(), limit, limit == null ? refusal.retryAfter() : limit.again());
    }

    int status() {
        return status;
    }

    String name() {
        return name;
    }

    /** @return null for what the trail does not know */
    UUID incident() {
        return incident;
    }

    /** @return null for what is no limit */
    LimitReached limit() {
        return limit;
    }

    /** @return null when there is nothing to wait for */
    Duration retryAfter() {
        return retryAfter;
    }

    private static int statusOf(ConsoleRefusal refusal) {
        return switch (refusal) {
            case INSTANCE_NOT_FOUND, SESSION_NOT_FOUND -> 404;
            case INSTANCE_NOT_READY, NO_VNC_CONSOLE, INSTANCE_MOVED, OCCUPIED -> 409;
            case NODE_UNREACHABLE, NOVA_UNAVAILABLE, PORTAL_DRAINING -> 503;
            case LIMIT_REACHED, TOO_MANY_ATTEMPTS -> 429;
            case SIGN_IN_ENDED, TOKEN_MISSING -> 401;
            case USER_DISABLED, NOT_PERMITTED, TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_USED, TOKEN_OF_ANOTHER_SIGN_IN, SESSION_CUT,
                    WATCHING_OFF, WATCHED_CONSOLE_ENDED, CONSENT_AWAITED, CONSENT_REFUSED, ORIGIN_REFUSED,
                    ADDRESS_NOT_ALLOWED -> 403;
        };
    }
}
