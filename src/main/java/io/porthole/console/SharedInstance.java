package io.porthole.console;

import io.porthole.instance.Instance;

/** A VM that somebody may visit by an invitation. */
public record SharedInstance(Instance instance, Invitation invitation) {
}
