package io.porthole.rfb;

/**
 * A message of the browser that must not pass and cannot be skipped; the filter that threw it throws it again if it is fed again.
 * Its text is for the log: one line of our own words and numbers, nothing quoted.
 */
public final class ClientMessageException extends Exception {

    ClientMessageException(String message) {
        super(message);
    }
}
