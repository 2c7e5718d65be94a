package io.porthole.identity;

/** What a user is in one project. */
public record Membership(Project project, Role role) {
}
