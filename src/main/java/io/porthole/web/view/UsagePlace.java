package io.porthole.web.view;

/**
 * Somebody, or a VM, in the order of use.
 *
 * @param most of the first one
 * @param link to the history of it
 */
public record UsagePlace(String name, long visits, long most, String link) {
}
