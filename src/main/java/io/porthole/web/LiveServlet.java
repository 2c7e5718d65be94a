package io.porthole.web;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleCuts;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.ConsoleWatch;
import io.porthole.identity.User;
import io.porthole.web.view.LiveView;
import io.porthole.web.view.RefusedView;

/** The consoles that are open now, and how they are ended from elsewhere, and watched. */
@WebServlet({"/live", "/live/*"})
public class LiveServlet extends PageServlet {

    private static final Set<String> WHATS = Set.of("console", "user", "vm");

    @Inject
    private transient LiveList list;
    @Inject
    private transient ConsoleCuts cuts;
    @Inject
    private transient ConsoleWatch watch;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (path(request).length > 0) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        LiveView view = list.view(signIn(request).user(), parameter(request, "q"), parameter(request, "page"));
        pages().showWithList(request, response, "live", view.version(), view);
    }

    /** {@code /live/WHAT/ID/cut}, where WHAT is console, user or vm; and {@code /live/console/ID/watch}. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length == 3 && path[0].equals("console") && path[2].equals("watch") && InstanceId.parse(path[1]).isPresent()) {
            watch(request, response, UUID.fromString(path[1]));
            return;
        }
        Optional<UUID> id = path.length == 3 && WHATS.contains(path[0]) && path[2].equals("cut") ? InstanceId.parse(path[1]).map(InstanceId::uuid) : Optional.empty();
        if (id.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            goTo(response, cut(path[0], id.get(), request) == 0 ? "/live?done=cut-none" : "/live?done=cut");
        } catch (ConsoleRefused refused) {
            refuse(request, response, refused);
        }
    }

    private void watch(HttpServletRequest request, HttpServletResponse response, UUID session) throws IOException {
        try {
            goTo(response, "/console/" + watch.watch(signIn(request), session, address(request)));
        } catch (ConsoleRefused refused) {
            refuse(request, response, refused);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, ConsoleRefused refused) throws IOException {
        response.setStatus(RefusalStatus.of(refused.refusal()));
        pages().show(request, response, "refused", "live", "refused",
                new RefusedView(refused.refusal().name(), null, refused.incident().toString(), null));
    }

    private int cut(String what, UUID id, HttpServletRequest request) throws ConsoleRefused {
        User user = signIn(request).user();
        String words = parameter(request, "words");
        return switch (what) {
            case "user" -> cuts.cutUser(user, id, words, address(request));
            case "vm" -> cuts.cutInstance(user, id, words, address(request));
            default -> cuts.cutSession(user, id, words, address(request));
        };
    }
}
