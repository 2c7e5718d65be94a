package io.porthole.console;

/**
 * How a browser comes to a console.
 *
 * @param address from where
 * @param tells whether it is a page of ours that tells its person who watches, as it says itself: a lie harms only who tells it
 */
record Arrival(String address, boolean tells) {
}
