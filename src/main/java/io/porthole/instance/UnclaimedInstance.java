package io.porthole.instance;

import java.util.UUID;

/**
 * A VM that belongs to no project of Porthole's, so that only administrators see it.
 *
 * @param claimed the project that it names and that is not there; null where it names none
 */
public record UnclaimedInstance(UUID id, String name, String node, String claimed) {
}
