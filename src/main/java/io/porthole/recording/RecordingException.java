package io.porthole.recording;

import java.io.IOException;

/** A recording that cannot be written or read, in words for an administrator. */
public final class RecordingException extends IOException {

    private static final long serialVersionUID = 1;

    RecordingException(String what) {
        super(what);
    }

    RecordingException(String what, Throwable cause) {
        super(what, cause);
    }
}
