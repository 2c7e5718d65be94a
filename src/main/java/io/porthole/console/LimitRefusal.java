package io.porthole.console;

import io.porthole.audit.AttemptLimit.Over;

/** A refusal for a limit. */
class LimitRefusal extends Refusal {

    private final transient LimitReached limit;
    private final transient Over over;

    /** So many consoles are open. */
    LimitRefusal(LimitReached limit) {
        super(ConsoleRefusal.LIMIT_REACHED, limit.words());
        this.limit = limit;
        this.over = null;
    }

    /** So many attempts were made. */
    LimitRefusal(LimitReached limit, Over over) {
        super(ConsoleRefusal.TOO_MANY_ATTEMPTS, limit.words());
        this.limit = limit;
        this.over = over;
    }

    LimitReached limit() {
        return limit;
    }

    /** @return null where no attempts are counted */
    Over over() {
        return over;
    }
}
