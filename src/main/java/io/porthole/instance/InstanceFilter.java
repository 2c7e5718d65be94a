package io.porthole.instance;

import java.util.Set;

import io.porthole.compute.PowerState;

/**
 * What a list of instances is narrowed to.
 *
 * @param project its name; null: every project that the user sees
 * @param namePattern a whole name, or a regular expression that is found in it; null: any
 * @param states null: any
 * @param after begins behind this one; null: at the first
 * @param most so many at a time
 */
public record InstanceFilter(String project, String namePattern, Set<PowerState> states, InstanceDetails after, int most) {
}
