package io.porthole.audit.chain;

import java.nio.file.Path;

/** A checkpoint file holds what nobody signed: it was changed. */
public final class UnsignedCheckpointException extends Exception {

    private final long line;

    UnsignedCheckpointException(Path file, long line) {
        super(file + ", line " + line);
        this.line = line;
    }

    public ChainFault fault() {
        return new ChainFault(ChainFault.Kind.UNSIGNED_CHECKPOINT, line, null, null);
    }
}
