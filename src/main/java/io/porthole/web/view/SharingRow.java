package io.porthole.web.view;

/**
 * What an administrator reads and decides of how a VM's console is shared.
 *
 * @param choice inherit, shared or exclusive
 * @param ofProject whether inherit means that it is for one person at a time
 */
public record SharingRow(String choice, boolean ofProject) {
}
