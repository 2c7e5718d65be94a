package io.porthole.proxy;

/** Tells by the name that a VNC server gives its screen whether it is the screen of the instance that was asked for. */
final class ScreenName {

    private static final String PREFIX = "QEMU (";
    /** QEMU cuts its screen's name at this many bytes. */
    private static final int LONGEST = 1_000;

    private ScreenName() {
    }

    /**
     * QEMU names its screen {@code QEMU (NAME)}, and so betrays an address that leads to another VM. Other servers choose
     * their names freely, and nothing can be said.
     */
    static boolean contradicts(String screenName, String instanceName) {
        if (!screenName.startsWith(PREFIX)) {
            return false;
        }
        boolean whole = screenName.endsWith(")") && screenName.length() < LONGEST;
        String shown = screenName.substring(PREFIX.length(), whole ? screenName.length() - 1 : screenName.length());
        return whole ? !shown.equals(instanceName) : !instanceName.startsWith(shown.substring(0, Math.max(0, shown.length() - 4)));
    }
}
