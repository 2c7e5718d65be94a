package io.porthole.novaapi;

import java.time.Duration;

/** Why a request is not answered as it wished, in words that its client shows to a person. */
class ApiFault extends RuntimeException {

    /** Keystone's, the same whatever was wrong. */
    private static final String UNAUTHORIZED = "The request you have made requires authentication.";

    private final int status;
    private final transient Duration retryAfter;
    /** Null where the trail need not be told, or was told by whoever refused. */
    private final String refusal;

    ApiFault(int status, String message) {
        this(status, message, null, null);
    }

    private ApiFault(int status, String message, Duration retryAfter, String refusal) {
        super(message, null, false, false); // an answer, and no failure whose place in the code matters
        this.status = status;
        this.retryAfter = retryAfter;
        this.refusal = refusal;
    }

    static ApiFault badRequest(String message) {
        return new ApiFault(400, message);
    }

    static ApiFault unauthorized() {
        return new ApiFault(401, UNAUTHORIZED);
    }

    static ApiFault tooManyTries(Duration wait) {
        return new ApiFault(429, "Too many wrong passwords. Wait " + wait.toSeconds() + " s.", wait, null);
    }

    static ApiFault stopping(String message, Duration wait) {
        return new ApiFault(503, message, wait, null);
    }

    static ApiFault overLimit(String message, Duration again) {
        return new ApiFault(429, message, again, null);
    }

    /** @param policy its name in Nova or Keystone */
    static ApiFault forbidden(String policy) {
        return new ApiFault(403, "Policy doesn't allow " + policy + " to be performed.");
    }

    static ApiFault noSuchServer(String id) {
        return new ApiFault(404, "Instance " + id + " could not be found.");
    }

    /** The same, which the door refuses itself, and tells the trail. */
    ApiFault refusedFor(String why) {
        return new ApiFault(status, getMessage(), retryAfter, why);
    }

    String refusal() {
        return refusal;
    }

    int status() {
        return status;
    }

    /** @return null when there is nothing to wait for */
    Duration retryAfter() {
        return retryAfter;
    }
}
