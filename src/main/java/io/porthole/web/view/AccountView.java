package io.porthole.web.view;

import java.util.List;

/**
 * Somebody's own account.
 *
 * @param passwordDeclared whether the settings give the password
 * @param limit            how many consoles they may have open
 * @param problem          message key of why the password was not changed, or null
 * @param waitSeconds      after account.throttled: how long no further attempt is taken
 */
public record AccountView(String name, List<MembershipLine> memberships, boolean passwordDeclared, List<SignInLine> signIns, PersonLimit limit, String problem,
        long waitSeconds) {
}
