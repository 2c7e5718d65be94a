package io.porthole.web.view;

import java.util.List;

/**
 * One user, with what an administrator can change about them.
 *
 * @param yourself         whether it is who looks
 * @param passwordDeclared whether the settings give the password
 * @param projects         to choose from for a new role
 * @param limit            how many consoles they may have open
 * @param link             the one-time link that was just made; it is never shown again; or null
 * @param problem          refusal's name of a change that was not made; its words are admin.problem.NAME; or null
 */
public record AdminUserView(AdminUserRow user, boolean yourself, boolean passwordDeclared, boolean hasPassword, List<ProjectOption> projects,
        PersonLimit limit, String link, String problem) {
}
