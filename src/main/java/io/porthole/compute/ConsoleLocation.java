package io.porthole.compute;

/**
 * An instance's console as its node describes it at this moment.
 *
 * @param instanceName the domain's name, which QEMU repeats in the screen's name
 */
public record ConsoleLocation(String instanceName, ConsoleAddress address) {
}
