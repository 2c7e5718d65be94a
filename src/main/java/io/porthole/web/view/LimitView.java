package io.porthole.web.view;

import java.util.List;

/**
 * A console that was refused because there are too many, or were too many attempts.
 *
 * @param refusal  LIMIT_REACHED or TOO_MANY_ATTEMPTS
 * @param limit    which one; its words are limit.NAME
 * @param seconds  when to try again
 * @param vmName   or null
 * @param action   where the button that tries again posts to
 * @param recorded whether it was asked for to be recorded
 * @param open     the person's own consoles, where it is their own limit; else empty
 */
public record LimitView(String refusal, String limit, int most, long seconds, String vmName, String incident, String action, boolean viewOnly,
        boolean recorded, List<OpenConsoleLine> open) {
}
