package io.porthole.proxy;

import java.nio.charset.StandardCharsets;

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
     *
     * @param instanceName null where it is not known
     */
    static boolean contradicts(String screenName, String instanceName) {
        if (instanceName == null || !screenName.startsWith(PREFIX)) {
            return false;
        }
        if (!isCut(screenName)) {
            return !screenName.equals(PREFIX + instanceName + ")");
        }
        String shown = screenName.substring(PREFIX.length());
        // The cut may have gone through the last character, which then is a replacement.
        return !instanceName.startsWith(shown.replaceAll("[\\uFFFD)]+$", ""));
    }

    private static boolean isCut(String screenName) {
        return screenName.getBytes(StandardCharsets.UTF_8).length >= LONGEST;
    }
}
