package io.porthole.web;

import java.io.IOException;
import java.util.Optional;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleAsk;
import io.porthole.console.ConsoleAsks;
import io.porthole.console.ConsoleAuthorizer;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.ConsoleRequest;
import io.porthole.console.Door;
import io.porthole.identity.SignIn;

/** Asking whoever is on a console that is for one person at a time, and waiting for their answer. */
@WebServlet({"/asks", "/asks/*"})
public class AsksServlet extends PageServlet {

    private static final JsonObject FREE = Json.createObjectBuilder().add("answer", "FREE").build();

    @Inject
    private transient ConsoleAuthorizer authorizer;
    @Inject
    private transient ConsoleAsks asks;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        Optional<ConsoleAsk> ask = path.length == 1 ? InstanceId.parse(path[0]).flatMap(id -> asks.of(signIn(request).user(), id.uuid())) : Optional.empty();
        if (ask.isPresent()) {
            answer(response, HttpServletResponse.SC_OK, told(ask.get()));
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        InstanceId id = InstanceId.parse(parameter(request, "vm")).orElse(null);
        if (id == null || path(request).length != 0) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        SignIn signIn = signIn(request);
        try {
            Optional<ConsoleAsk> ask = authorizer.ask(new ConsoleRequest(signIn.user(), signIn.id(), id, Door.PAGE, address(request)));
            answer(response, HttpServletResponse.SC_OK, ask.map(AsksServlet::told).orElse(FREE));
        } catch (ConsoleRefused refused) {
            answer(response, RefusalStatus.of(refused.refusal()), Json.createObjectBuilder()
                    .add("refusal", refused.refusal().name()).add("incident", refused.incident().toString()).build());
        }
    }

    private static JsonObject told(ConsoleAsk ask) {
        return Json.createObjectBuilder().add("id", ask.id().toString()).add("answer", ask.answer().name()).add("secondsLeft", ask.secondsLeft()).build();
    }
}
