package io.porthole.web.view;

/**
 * What somebody is in one project.
 *
 * @param role MEMBER, AUDITOR or ADMIN
 */
public record MembershipLine(String projectId, String project, String role) {
}
