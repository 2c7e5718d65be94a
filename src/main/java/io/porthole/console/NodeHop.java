package io.porthole.console;

/**
 * One step on the way from the portal to a VM's screen.
 *
 * @param detail what was found there, or what went wrong; for the administrator
 * @param why as what a console would have ended here; null where it went on, or where no console would have begun
 * @param millis how long it took
 */
public record NodeHop(Step step, boolean ok, String detail, RelayEnd why, long millis) {

    /** In the order in which they are taken; the first that fails is the last. */
    public enum Step {
        /** libvirt answers. */
        LIBVIRT,
        /** A VM runs, and libvirt says where its screen is. */
        INSTANCE,
        /** The name of that place has an address. */
        NAME,
        /** A connection to it is made. */
        CONNECTION,
        /** What is there speaks RFB (RFC 6143, 7.1.1). */
        GREETING,
        /** There is a security type that both sides accept. */
        SECURITY,
        /** TLS is established, where that security type has it. */
        TLS,
        /** Our password is right, where one is asked for. */
        AUTHENTICATION,
        /** It is the screen of the VM that was asked for. */
        SCREEN
    }
}
