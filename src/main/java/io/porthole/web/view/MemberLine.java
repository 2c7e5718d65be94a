package io.porthole.web.view;

/**
 * Somebody in a project.
 *
 * @param role MEMBER, AUDITOR or ADMIN
 */
public record MemberLine(String userId, String name, String role) {
}
