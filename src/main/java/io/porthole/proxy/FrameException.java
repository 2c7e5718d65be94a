package io.porthole.proxy;

/** What the browser sent breaks RFC 6455; the close code says how. */
class FrameException extends Exception {

    private final int closeCode;

    FrameException(int closeCode, String message) {
        super(message);
        this.closeCode = closeCode;
    }

    int closeCode() {
        return closeCode;
    }
}
