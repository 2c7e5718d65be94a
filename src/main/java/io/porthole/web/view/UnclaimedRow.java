package io.porthole.web.view;

/**
 * A VM of no project.
 *
 * @param claimed the project that it names and that is not there, or null
 */
public record UnclaimedRow(String id, String name, String node, String claimed) {
}
