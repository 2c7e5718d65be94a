package io.porthole.recording;

import java.time.Instant;

/**
 * A rule of recording that an administrator added to those of the settings.
 *
 * @param target the VM's id, the project's name, or the role
 * @param name what people call it; of a VM as it was called then
 */
public record AddedRule(Kind kind, String target, String name, String by, Instant at) {

    /** Whose consoles it is about. */
    public enum Kind {
        INSTANCE, PROJECT, ROLE
    }
}
