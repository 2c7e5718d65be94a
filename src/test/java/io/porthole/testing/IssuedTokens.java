package io.porthole.testing;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every console auth token that the portal issued to the tests: none of them may stand in a log. */
public final class IssuedTokens {

    private static final Queue<String> TOKENS = new ConcurrentLinkedQueue<>();

    private IssuedTokens() {
    }

    static void remember(String token) {
        TOKENS.add(token);
    }

    public static Set<String> all() {
        return Set.copyOf(TOKENS);
    }
}
