package io.porthole.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.InstanceId;
import io.porthole.console.Invitation;
import io.porthole.console.InvitationRefused;
import io.porthole.console.Invitations;

/** Inviting others to a console, from its page; each person sees and withdraws their own invitations. */
@WebServlet({"/invitations", "/invitations/*"})
public class InvitationsServlet extends PageServlet {

    /** By their names in the form. */
    private static final Map<String, Duration> TIMES = Map.of("15m", Duration.ofMinutes(15), "1h", Duration.ofHours(1), "8h", Duration.ofHours(8));

    @Inject
    private transient Invitations invitations;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        InstanceId vm = InstanceId.parse(parameter(request, "vm")).orElse(null);
        if (vm == null || path(request).length != 0) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        JsonArrayBuilder given = Json.createArrayBuilder();
        invitations.givenBy(signIn(request).user(), vm).forEach(one -> given.add(told(one)));
        answer(response, HttpServletResponse.SC_OK, Json.createObjectBuilder().add("invitations", given).build());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length == 0) {
            invite(request, response);
        } else if (path.length == 2 && path[1].equals("withdrawal") && InstanceId.parse(path[0]).isPresent()) {
            boolean withdrawn = invitations.withdraw(signIn(request), InstanceId.parse(path[0]).get().uuid(), address(request));
            answer(response, withdrawn ? HttpServletResponse.SC_OK : HttpServletResponse.SC_NOT_FOUND, Json.createObjectBuilder().build());
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void invite(HttpServletRequest request, HttpServletResponse response) throws IOException {
        InstanceId vm = InstanceId.parse(parameter(request, "vm")).orElse(null);
        Duration time = TIMES.get(parameter(request, "time"));
        String guest = parameter(request, "guest");
        if (vm == null || time == null || guest.isEmpty()) {
            answer(response, HttpServletResponse.SC_BAD_REQUEST, Json.createObjectBuilder().add("refusal", "failed").build());
            return;
        }
        // To look only, unless control is what was said: deny when unsure.
        boolean viewOnly = !parameter(request, "may").equals("use");
        try {
            answer(response, HttpServletResponse.SC_OK, told(invitations.invite(signIn(request), vm, guest, viewOnly, time, address(request))).build());
        } catch (InvitationRefused refused) {
            answer(response, RefusalStatus.of(refused.refusal()), Json.createObjectBuilder()
                    .add("refusal", refused.refusal().name()).add("incident", refused.incident().toString()).build());
        }
    }

    private static JsonObjectBuilder told(Invitation one) {
        return Json.createObjectBuilder().add("id", one.id().toString()).add("name", one.guestName()).add("viewOnly", one.viewOnly())
                .add("until", one.endsAt().toString());
    }
}
