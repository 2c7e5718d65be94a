package io.porthole.compute;

/** A compute node could not do what was asked; the kind says whose fault it is, the message is for the administrator. */
public class ComputeException extends Exception {

    /** What went wrong, as far as a caller has to tell it apart. */
    public enum Kind {
        /** The node does not answer, or not in time. */
        NODE_UNREACHABLE,
        /** The node answers and has no such instance. */
        INSTANCE_GONE,
        /** The instance is off, so that it has no screen now. */
        INSTANCE_NOT_READY,
        /** The instance runs without a VNC server. */
        NO_VNC,
        /** The instance is in a state in which this cannot be done. */
        WRONG_STATE,
        /** The node refused or failed for a reason of its own. */
        FAILED
    }

    private final Kind kind;

    public ComputeException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ComputeException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
