package io.porthole.web;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.AccountDirectory;
import io.porthole.identity.AccountRefused;
import io.porthole.identity.Actor;
import io.porthole.identity.AdministratorsOnly;
import io.porthole.identity.Projects;
import io.porthole.instance.Assignments;
import io.porthole.web.view.AdminUnclaimedView;
import io.porthole.web.view.ProjectOption;
import io.porthole.web.view.UnclaimedRow;

/** The VMs that belong to no project, for administrators, who bring them into one. */
@WebServlet("/admin/projects/none")
public class AdminUnclaimedServlet extends AccountPageServlet {

    @Inject
    private transient AdministratorsOnly administrators;
    @Inject
    private transient Assignments assignments;
    @Inject
    private transient Projects projects;
    @Inject
    private transient AccountDirectory directory;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            administrators.check(actor(request), "VMs of no project");
            show(request, response, null);
        } catch (AccountRefused refused) {
            showRefused(request, response, refused);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            administrators.check(actor(request), "bring VMs into a project");
            UUID project = id(parameter(request, "project"));
            String[] vms = request.getParameterValues("vm");
            if (project == null || vms == null) {
                response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
                show(request, response, "admin.unclaimed.choose");
                return;
            }
            assign(request, response, project, List.of(vms));
        } catch (AccountRefused refused) {
            showRefused(request, response, refused);
        }
    }

    private void assign(HttpServletRequest request, HttpServletResponse response, UUID project, List<String> vms) throws IOException, AccountRefused {
        Actor actor = actor(request);
        String name = projects.find(actor, project).name();
        boolean all = true;
        for (String vm : vms) {
            all &= assignments.assign(vm, name, actor.user().name(), actor.address());
        }
        if (all) {
            goTo(response, "/admin/projects/" + project + "?done=vms-assigned");
        } else {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            show(request, response, "admin.unclaimed.gone");
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, String problem) throws IOException {
        List<UnclaimedRow> rows = assignments.unclaimed().stream().map(vm -> new UnclaimedRow(vm.id().toString(), vm.name(), vm.node(), vm.claimed())).toList();
        List<ProjectOption> options = directory.projects().stream().map(project -> new ProjectOption(project.id().toString(), project.name())).toList();
        pages().show(request, response, "admin-unclaimed", "admin", "unclaimed", new AdminUnclaimedView(rows, assignments.countUnclaimed(), options, problem));
    }
}
