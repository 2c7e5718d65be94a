package io.porthole.web.view;

/**
 * A project, as administrators see it.
 *
 * @param declared stands in the settings
 * @param empty    has neither members nor VMs
 */
public record AdminProjectRow(String id, String name, String description, boolean declared, long members, long vms, boolean empty) {
}
