package io.porthole.console;

import java.util.List;

import io.porthole.compute.PowerState;

/**
 * What the page of a console asks for again and again.
 *
 * @param people who is on it, the longest there first
 * @param takenOverBy who has the console instead of who asks; null while nobody took it
 * @param due the end to which this visit is about to come by itself; null when none is near
 */
public record SharedConsole(PowerState state, List<PersonOnConsole> people, String takenOverBy, DueEnd due) {
}
