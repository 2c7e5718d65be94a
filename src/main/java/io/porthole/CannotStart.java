package io.porthole;

/** Says why a start does not happen, in the one line that an administrator and {@code bin/demo} look for. */
final class CannotStart {

    private CannotStart() {
    }

    static void say(Exception why) {
        System.getLogger("io.porthole").log(System.Logger.Level.ERROR, "Porthole cannot start: {0}", why.getMessage());
    }
}
