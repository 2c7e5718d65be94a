package io.porthole.web.view;

/** A project to choose. */
public record ProjectOption(String id, String name) {
}
