package io.porthole.web;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.AccountDirectory;
import io.porthole.identity.AccountRefused;
import io.porthole.identity.AdministratorsOnly;
import io.porthole.identity.Project;
import io.porthole.instance.InstanceCatalog;
import io.porthole.recording.AddedRule;
import io.porthole.recording.AddedRules;
import io.porthole.recording.RecordedRole;
import io.porthole.recording.Recorder;
import io.porthole.settings.SettingException;
import io.porthole.web.view.AdminRulesView;
import io.porthole.web.view.PersonLimit;

/** What limits consoles and whose are recorded, in words, for administrators; who adds to the rules of recording, and takes back what was added here. */
@WebServlet({"/admin/rules", "/admin/rules/*"})
public class AdminRulesServlet extends AccountPageServlet {

    private static final String PLACE = "/admin/rules";
    /** More than that nobody reads; each has it on their own page. */
    private static final int MOST_PEOPLE = 100;

    @Inject
    private transient AdministratorsOnly administrators;
    @Inject
    private transient RecordingLines recording;
    @Inject
    private transient LimitRows limits;
    @Inject
    private transient AddedRules rules;
    @Inject
    private transient Recorder recorder;
    @Inject
    private transient AccountDirectory directory;
    @Inject
    private transient InstanceCatalog instances;

    /** @param name of a VM, what people call it */
    private record Whose(AddedRule.Kind kind, String target, String name) {
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isAdministrator(request, response)) {
            return;
        }
        if (path(request).length > 0) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        show(request, response, null, null);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isAdministrator(request, response)) {
            return;
        }
        switch (String.join("/", path(request))) {
            case "add" -> add(request, response);
            case "remove" -> remove(request, response);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void add(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Whose whose = whose(request).orElse(null);
        if (whose == null) {
            refuse(request, "TARGET_NOT_FOUND");
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            show(request, response, "admin.rules.not-found", null);
            return;
        }
        try {
            recorder.makeReady();
        } catch (SettingException e) {
            refuse(request, "RECORDING_IMPOSSIBLE");
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            show(request, response, "admin.rules.cannot", e.getMessage());
            return;
        }
        rules.add(whose.kind(), whose.target(), whose.name(), signIn(request).user().name(), address(request));
        goTo(response, PLACE + "?done=rule-added");
    }

    private void refuse(HttpServletRequest request, String why) {
        rules.refuse(parameter(request, "kind") + " " + parameter(request, "target"), why, signIn(request).user().name(), address(request));
    }

    private void remove(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AddedRule.Kind kind = kind(request);
        if (kind != null && rules.remove(kind, parameter(request, "target"), signIn(request).user().name(), address(request))) {
            goTo(response, PLACE + "?done=rule-removed");
        } else {
            refuse(request, "TARGET_NOT_FOUND");
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private Optional<Whose> whose(HttpServletRequest request) {
        AddedRule.Kind kind = kind(request);
        String target = parameter(request, "target").strip();
        if (kind == null) {
            return Optional.empty();
        }
        return switch (kind) {
            case INSTANCE -> instances.only(target).map(vm -> new Whose(kind, vm.id().toString(), vm.displayName()));
            case PROJECT -> projects().stream().filter(target::equals).findFirst().map(name -> new Whose(kind, name, name));
            case ROLE -> Arrays.stream(RecordedRole.values()).filter(role -> role != RecordedRole.UNKNOWN).map(Enum::name).filter(target::equals).findFirst()
                    .map(name -> new Whose(kind, name, name));
        };
    }

    /** @return null for a word that is none */
    private AddedRule.Kind kind(HttpServletRequest request) {
        return Arrays.stream(AddedRule.Kind.values()).filter(kind -> kind.name().equals(parameter(request, "kind"))).findFirst().orElse(null);
    }

    private List<String> projects() {
        return directory.projects().stream().map(Project::name).toList();
    }

    private boolean isAdministrator(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            administrators.check(actor(request), "limits and rules of recording");
            return true;
        } catch (AccountRefused refused) {
            showRefused(request, response, refused);
            return false;
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, String problem, String cause) throws IOException {
        List<PersonLimit> people = directory.limited(MOST_PEOPLE + 1).stream().map(limits::of).toList();
        pages().show(request, response, "admin-rules", "admin", "rules", new AdminRulesView(recording.all(), limits.all(),
                people.stream().limit(MOST_PEOPLE).toList(), people.size() > MOST_PEOPLE, projects(), problem, cause));
    }
}
