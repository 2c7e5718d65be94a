package io.porthole.compute;

/** The password of a VNC server; it prints as stars so that no log holds it. */
public record VncPassword(String text) {

    @Override
    public String toString() {
        return "***";
    }
}
