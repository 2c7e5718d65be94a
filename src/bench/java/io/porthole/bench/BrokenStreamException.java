package io.porthole.bench;

import java.io.IOException;

/** What came is not what was sent, or not in a form that it may have. */
final class BrokenStreamException extends IOException {

    private static final long serialVersionUID = 1;

    BrokenStreamException(String message) {
        super(message);
    }
}
