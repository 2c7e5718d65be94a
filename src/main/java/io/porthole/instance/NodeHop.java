package io.porthole.instance;

/**
 * One step on the way from the portal to a VM's screen.
 *
 * @param detail what was found there, or what went wrong; for the administrator
 * @param millis how long it took
 */
public record NodeHop(Step step, boolean ok, String detail, long millis) {

    /** In the order in which they are taken; the first that fails is the last. */
    public enum Step {
        /** libvirt answers, and says where a running VM's screen is. */
        LIBVIRT,
        /** The name of that place has an address. */
        NAME,
        /** A connection to it is made. */
        CONNECTION,
        /** What is there speaks RFB (RFC 6143, 7.1.1). */
        GREETING
    }
}
