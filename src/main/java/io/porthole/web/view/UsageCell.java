package io.porthole.web.view;

/**
 * One hour of one weekday.
 *
 * @param level of its colour, from 0 for none to 5 for the most
 */
public record UsageCell(int weekday, long visits, int level) {
}
