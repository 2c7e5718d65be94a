package io.porthole.web.view;

import java.util.List;

/**
 * A user, as administrators see them.
 *
 * @param declared   stands in the settings
 * @param lastSignIn ISO instant; null before the first
 */
public record AdminUserRow(String id, String name, boolean enabled, boolean declared, List<MembershipLine> memberships, String lastSignIn) {
}
