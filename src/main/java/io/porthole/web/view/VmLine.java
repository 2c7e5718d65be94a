package io.porthole.web.view;

/**
 * A VM of a project.
 *
 * @param assigned whether an administrator brought it there
 */
public record VmLine(String id, String name, String node, boolean assigned) {
}
