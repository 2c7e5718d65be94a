package io.porthole.web.view;

import java.util.List;

/**
 * One page of the users, by name.
 *
 * @param query    what was searched for, "" for everybody
 * @param total    how many there are on all pages of this search
 * @param previous URL of the page before, or null; likewise next
 * @param newName  what was typed for a new user's name
 * @param withLink whether a link is wanted for the new user, and not a password
 * @param problem  refusal's name of a user who was not added; its words are admin.problem.NAME; or null
 */
public record AdminUsersView(String query, List<AdminUserRow> rows, long total, String previous, String next, String newName, boolean withLink,
        String problem) {
}
