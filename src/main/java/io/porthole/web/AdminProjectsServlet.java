package io.porthole.web;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.AccountRefusal;
import io.porthole.identity.AccountRefused;
import io.porthole.identity.Actor;
import io.porthole.identity.ProjectDetails;
import io.porthole.identity.ProjectPage;
import io.porthole.identity.Projects;
import io.porthole.instance.Assignments;
import io.porthole.web.view.AdminProjectRow;
import io.porthole.web.view.AdminProjectView;
import io.porthole.web.view.AdminProjectsView;
import io.porthole.web.view.MemberLine;
import io.porthole.web.view.VmLine;

/** The projects, for administrators: the list, and for each a page with what can be changed. */
@WebServlet({"/admin/projects", "/admin/projects/*"})
public class AdminProjectsServlet extends AccountPageServlet {

    private static final String PLACE = "/admin/projects";

    @Inject
    private transient Projects projects;
    @Inject
    private transient Assignments assignments;
    @Inject
    private transient WebSettings settings;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        try {
            if (path.length == 0) {
                showList(request, response, "", "", null);
            } else if (path.length == 1 && id(path[0]) != null) {
                showProject(request, response, id(path[0]), null);
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
            } else if (path.length == 2 && id(path[0]) != null && List.of("describe", "delete").contains(path[1])) {
                change(request, response, id(path[0]), path[1]);
            } else if (path.length == 2 && id(path[0]) != null && path[1].equals("assign")) {
                assign(request, response, id(path[0]));
            } else if (path.length == 2 && id(path[0]) != null && path[1].equals("give-back")) {
                giveBack(request, response, id(path[0]));
            } else {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (AccountRefused refused) {
            showRefused(request, response, refused);
        }
    }

    private void assign(HttpServletRequest request, HttpServletResponse response, UUID project) throws IOException, AccountRefused {
        Actor actor = actor(request);
        String name = projects.find(actor, project).name();
        if (assignments.assign(parameter(request, "vm"), name, actor.user().name(), actor.address())) {
            goTo(response, PLACE + "/" + project + "?done=vm-assigned");
        } else {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            showProject(request, response, project, "admin.problem.VM_NOT_FOUND");
        }
    }

    private void giveBack(HttpServletRequest request, HttpServletResponse response, UUID project) throws IOException, AccountRefused {
        Actor actor = actor(request);
        String name = projects.find(actor, project).name();
        if (assignments.giveBack(parameter(request, "vm"), name, actor.user().name(), actor.address())) {
            goTo(response, PLACE + "/" + project + "?done=vm-given-back");
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void add(HttpServletRequest request, HttpServletResponse response) throws IOException, AccountRefused {
        String name = parameter(request, "name");
        String description = parameter(request, "description");
        try {
            goTo(response, PLACE + "/" + projects.add(actor(request), name, description) + "?done=project-added");
        } catch (AccountRefused refused) {
            response.setStatus(RefusalStatus.of(refused.refusal()));
            showList(request, response, name, description, problem(refused));
        }
    }

    private void change(HttpServletRequest request, HttpServletResponse response, UUID project, String what) throws IOException, AccountRefused {
        Actor actor = actor(request);
        try {
            if (what.equals("delete")) {
                projects.delete(actor, project);
                goTo(response, PLACE + "?done=project-deleted");
            } else {
                projects.describe(actor, project, parameter(request, "description"));
                goTo(response, PLACE + "/" + project + "?done=project-described");
            }
        } catch (AccountRefused refused) {
            if (refused.refusal() == AccountRefusal.PROJECT_NOT_FOUND) {
                throw refused;
            }
            response.setStatus(RefusalStatus.of(refused.refusal()));
            showProject(request, response, project, problem(refused));
        }
    }

    private void showList(HttpServletRequest request, HttpServletResponse response, String newName, String newDescription, String problem)
            throws IOException, AccountRefused {
        String query = cut(parameter(request, "q"));
        String before = cut(parameter(request, "before"));
        String place = before.isEmpty() ? cut(parameter(request, "after")) : before;
        ProjectPage page = projects.page(actor(request), query, place, !before.isEmpty(), settings.pageSize());
        List<ProjectDetails> found = page.projects();
        String previous = page.before() && !found.isEmpty() ? link(PLACE, query, "before", found.get(0).name()) : null;
        String next = page.after() && !found.isEmpty() ? link(PLACE, query, "after", found.get(found.size() - 1).name()) : null;
        pages().show(request, response, "admin-projects", "admin", "projects", new AdminProjectsView(query,
                found.stream().map(AdminProjectsServlet::row).toList(), page.total(), assignments.countUnclaimed(), previous, next, newName, newDescription, problem));
    }

    private void showProject(HttpServletRequest request, HttpServletResponse response, UUID id, String problem) throws IOException, AccountRefused {
        ProjectDetails project = projects.find(actor(request), id);
        List<MemberLine> members = projects.members(actor(request), id).stream()
                .map(member -> new MemberLine(member.userId().toString(), member.userName(), member.role().name())).toList();
        List<VmLine> vms = assignments.of(project.name()).stream().map(vm -> new VmLine(vm.id().toString(), vm.name(), vm.node(), vm.assigned())).toList();
        pages().show(request, response, "admin-project", "admin", "project", new AdminProjectView(row(project), members, vms, problem));
    }

    private static AdminProjectRow row(ProjectDetails project) {
        return new AdminProjectRow(project.id().toString(), project.name(), project.description(), project.declared(), project.members(), project.vms(),
                project.empty());
    }
}
