package io.porthole.web;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.Account;
import io.porthole.identity.AccountDirectory;
import io.porthole.identity.AccountPage;
import io.porthole.identity.AccountRefusal;
import io.porthole.identity.AccountRefused;
import io.porthole.identity.Accounts;
import io.porthole.identity.Actor;
import io.porthole.identity.Role;
import io.porthole.identity.SignInSecret;
import io.porthole.origin.PublicNames;
import io.porthole.web.view.AdminUserRow;
import io.porthole.web.view.AdminUserView;
import io.porthole.web.view.AdminUsersView;
import io.porthole.web.view.ProjectOption;

/** The users, for administrators: the list, and for each a page with what can be changed. */
@WebServlet({"/admin/users", "/admin/users/*"})
public class AdminUsersServlet extends AccountPageServlet {

    private static final String PLACE = "/admin/users";

    @Inject
    private transient AccountDirectory directory;
    @Inject
    private transient Accounts accounts;
    @Inject
    private transient PublicNames names;
    @Inject
    private transient WebSettings settings;
    @Inject
    private transient LimitRows limits;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        try {
            if (path.length == 0) {
                showList(request, response, "", true, null);
            } else if (path.length == 1 && id(path[0]) != null) {
                showUser(request, response, id(path[0]), null, null);
            } else {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (AccountRefused refused) {
            showRefused(request, response, refused);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        try {
            if (path.length == 0) {
                add(request, response);
            } else if (path.length == 2 && id(path[0]) != null) {
                change(request, response, id(path[0]), path[1]);
            } else {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (AccountRefused refused) {
            showRefused(request, response, refused);
        }
    }

    private void add(HttpServletRequest request, HttpServletResponse response) throws IOException, AccountRefused {
        String name = parameter(request, "name");
        boolean withLink = !"password".equals(request.getParameter("by"));
        try {
            if (withLink) {
                UUID added = accounts.add(actor(request), name);
                showUser(request, response, added, link(accounts.makeLink(actor(request), added)), null);
            } else {
                UUID added = accounts.add(actor(request), name, request.getParameter("password"), request.getParameter("password2"));
                goTo(response, PLACE + "/" + added + "?done=user-added");
            }
        } catch (AccountRefused refused) {
            response.setStatus(RefusalStatus.of(refused.refusal()));
            showList(request, response, name, withLink, problem(refused));
        }
    }

    private void change(HttpServletRequest request, HttpServletResponse response, UUID user, String what) throws IOException, AccountRefused {
        Actor actor = actor(request);
        try {
            switch (what) {
                case "disable" -> accounts.disable(actor, user);
                case "enable" -> accounts.enable(actor, user);
                case "password" -> accounts.setPassword(actor, user, request.getParameter("password"), request.getParameter("password2"));
                case "signins" -> accounts.endSignIns(actor, user);
                case "grant" -> accounts.grant(actor, user, project(request), role(request));
                case "limit" -> accounts.limit(actor, user, number(request));
                case "unlimit" -> accounts.limit(actor, user, null);
                case "take" -> accounts.take(actor, user, project(request), role(request));
                case "link" -> {
                    showUser(request, response, user, link(accounts.makeLink(actor, user)), null);
                    return;
                }
                default -> {
                    response.sendError(HttpServletResponse.SC_NOT_FOUND);
                    return;
                }
            }
            goTo(response, PLACE + "/" + user + "?done=user-" + what);
        } catch (AccountRefused refused) {
            if (refused.refusal() == AccountRefusal.USER_NOT_FOUND) {
                throw refused;
            }
            response.setStatus(RefusalStatus.of(refused.refusal()));
            showUser(request, response, user, null, problem(refused));
        }
    }

    private void showList(HttpServletRequest request, HttpServletResponse response, String newName, boolean withLink, String problem)
            throws IOException, AccountRefused {
        String query = cut(parameter(request, "q"));
        String before = cut(parameter(request, "before"));
        String place = before.isEmpty() ? cut(parameter(request, "after")) : before;
        AccountPage page = directory.page(actor(request), query, place, !before.isEmpty(), settings.pageSize());
        List<Account> found = page.accounts();
        String previous = page.before() && !found.isEmpty() ? link(PLACE, query, "before", found.get(0).name()) : null;
        String next = page.after() && !found.isEmpty() ? link(PLACE, query, "after", found.get(found.size() - 1).name()) : null;
        pages().show(request, response, "admin-users", "admin", "users", new AdminUsersView(query, found.stream().map(AdminUsersServlet::row).toList(),
                page.total(), previous, next, newName, withLink, problem));
    }

    private void showUser(HttpServletRequest request, HttpServletResponse response, UUID id, String link, String problem) throws IOException, AccountRefused {
        Account account = directory.find(actor(request), id);
        List<ProjectOption> projects = directory.projects().stream().map(project -> new ProjectOption(project.id().toString(), project.name())).toList();
        pages().show(request, response, "admin-user", "admin", "user", new AdminUserView(row(account), id.equals(signIn(request).user().id()),
                account.passwordDeclared(), account.hasPassword(), projects, limits.of(account), link, problem));
    }

    private String link(SignInSecret secret) {
        return names.portal() + "/password?token=" + secret.text();
    }

    private static AdminUserRow row(Account account) {
        return new AdminUserRow(account.id().toString(), account.name(), account.enabled(), account.declared(), lines(account.memberships()),
                account.lastSignIn() == null ? null : account.lastSignIn().toString());
    }

    /** @return 0, which is refused, for what is no number */
    private static int number(HttpServletRequest request) {
        try {
            return Integer.parseInt(parameter(request, "most").strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static UUID project(HttpServletRequest request) {
        return id(parameter(request, "project"));
    }

    /** @return null for a word that is none */
    private static Role role(HttpServletRequest request) {
        return Arrays.stream(Role.values()).filter(role -> role.name().equals(request.getParameter("role"))).findFirst().orElse(null);
    }
}
