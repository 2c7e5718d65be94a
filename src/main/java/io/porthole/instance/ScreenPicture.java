package io.porthole.instance;

import java.time.Instant;

/** What was on a VM's screen, as a small JPEG. */
public record ScreenPicture(byte[] jpeg, Instant takenAt) {
}
