package io.porthole.console;

import io.porthole.compute.InstanceId;

/** Where a bearer token leads: which VM, and where its VNC server is. */
public record TokenTarget(InstanceId instanceId, String host, int port) {
}
