package io.porthole.web.view;

/**
 * Visits that are in the history no more, by rule.
 *
 * @param until ISO instant of the end of the last of them
 * @param days  for which they were kept
 */
public record RemovedVisits(long count, String until, int days) {
}
