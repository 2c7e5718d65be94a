package io.porthole.web.view;

/**
 * One step of a compute node's test.
 *
 * @param step   LIBVIRT, NAME, CONNECTION or GREETING
 * @param detail what was found there, or what went wrong
 */
public record HopRow(String step, boolean ok, String detail, long millis) {
}
