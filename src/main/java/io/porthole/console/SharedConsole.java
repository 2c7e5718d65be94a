package io.porthole.console;

import java.util.List;

import io.porthole.compute.PowerState;

/** What the page of a console asks for again and again: the VM's state, and who is on the console, the longest there first. */
public record SharedConsole(PowerState state, List<PersonOnConsole> people) {
}
