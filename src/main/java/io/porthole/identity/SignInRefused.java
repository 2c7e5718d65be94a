package io.porthole.identity;

import java.time.Duration;
import java.util.Optional;

/** Somebody was not signed in. Why exactly is not told apart, but for a wait after too many tries. */
public class SignInRefused extends Exception {

    private final transient Duration wait;

    private SignInRefused(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    static SignInRefused wrong() {
        return new SignInRefused("wrong name or password", null);
    }

    static SignInRefused throttled(Duration wait) {
        return new SignInRefused("too many tries", wait);
    }

    /** @return how long to wait before the next try is looked at */
    public Optional<Duration> waitFor() {
        return Optional.ofNullable(wait);
    }
}
