package io.porthole.web.view;

/**
 * How many consoles a person may have open at a time.
 *
 * @param userId whose it is
 * @param value  the words of its value, with {@code most} in them
 * @param by     the administrator who decided it for this person; null: it is that of the settings
 * @param at     ISO instant of that
 */
public record PersonLimit(String userId, String name, String value, int most, String by, String at) {
}
