package io.porthole.web.view;

/**
 * One step of a compute node's test.
 *
 * @param step   such as LIBVIRT or SECURITY
 * @param noted  what was found there, or what went wrong
 * @param why    how a console would have ended here; null where it went on, or where none would have begun
 */
public record HopRow(String step, boolean ok, Noted noted, String why, long millis) {
}
