package io.porthole.web;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.InstanceId;
import io.porthole.identity.AccountRefusal;
import io.porthole.identity.AccountRefused;
import io.porthole.identity.Actor;
import io.porthole.identity.Membership;
import io.porthole.web.view.MembershipLine;
import io.porthole.web.view.RefusedView;

/** What the pages of users and projects have in common. */
abstract class AccountPageServlet extends PageServlet {

    private static final int LONGEST_QUERY = 200;

    Actor actor(HttpServletRequest request) {
        return new Actor(signIn(request).user(), address(request));
    }

    /** For a page that cannot be shown at all. */
    void showRefused(HttpServletRequest request, HttpServletResponse response, AccountRefused refused) throws IOException {
        response.setStatus(RefusalStatus.of(refused.refusal()));
        pages().show(request, response, "refused", "", "refused", new RefusedView(refused.refusal().name(), null, refused.incident().toString(), null));
    }

    /** @return what the page says beside its form */
    static String problem(AccountRefused refused) throws AccountRefused {
        if (refused.refusal() == AccountRefusal.ADMINISTRATORS_ONLY) {
            throw refused;
        }
        return "admin.problem." + refused.refusal();
    }

    static String cut(String text) {
        return text.length() > LONGEST_QUERY ? text.substring(0, LONGEST_QUERY) : text;
    }

    /**
     * The page of a list that begins behind a name, or ends before it.
     *
     * @param side after or before
     */
    static String link(String place, String query, String side, String name) {
        return place + "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&" + side + "=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** @return null for what is no id */
    static UUID id(String text) {
        return InstanceId.parse(text).map(InstanceId::uuid).orElse(null);
    }

    static List<MembershipLine> lines(List<Membership> memberships) {
        return memberships.stream().map(membership -> new MembershipLine(membership.project().id().toString(), membership.project().name(),
                membership.role().name())).toList();
    }
}
