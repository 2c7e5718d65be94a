package io.porthole.novaclient;

/** Nova or Keystone could not be asked, did not let us, or said what makes no sense; the message is for the administrator and holds no secret. */
public class NovaException extends Exception {

    NovaException(String message) {
        super(message);
    }

    NovaException(String message, Throwable cause) {
        super(message, cause);
    }
}
