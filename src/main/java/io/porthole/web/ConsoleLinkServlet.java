package io.porthole.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleDrain;
import io.porthole.console.ConsoleLinks;
import io.porthole.console.ConsoleWatch;
import io.porthole.console.LinkedConsole;
import io.porthole.console.WatchRequest;

/**
 * What the page of a bearer URL asks: who watches, who wants to, and whether its console is about to end. It shows its token in a
 * header, which stands in no log and which no other site can send.
 */
@WebServlet(ConsoleLinkServlet.PLACE + "/*")
public class ConsoleLinkServlet extends PageServlet {

    static final String PLACE = "/console-link";

    @Inject
    private transient ConsoleLinks links;
    @Inject
    private transient ConsoleWatch watch;
    @Inject
    private transient ConsoleDrain drain;

    /** Of a token without a console it tells as much as of one without news. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isPath(request, "state")) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Optional<LinkedConsole> console = console(request);
        JsonArrayBuilder people = Json.createArrayBuilder();
        JsonArrayBuilder requests = Json.createArrayBuilder();
        console.ifPresent(open -> {
            open.watchers().forEach(name -> people.add(Json.createObjectBuilder().add("name", name).add("watching", true)));
            for (WatchRequest asked : watch.requests(open.session())) {
                requests.add(Json.createObjectBuilder().add("id", asked.id().toString()).add("name", asked.name()));
            }
        });
        JsonObjectBuilder told = Json.createObjectBuilder().add("people", people).add("requests", requests);
        console.map(LinkedConsole::due).ifPresent(due -> told.add("endsIn", secondsTo(due.at())).add("endsAs", due.why().name()));
        drain.until().ifPresent(until -> told.add("stopsIn", secondsTo(until)));
        answer(response, HttpServletResponse.SC_OK, told.build());
    }

    /** Whoever has the console open agrees to be watched, or does not. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<UUID> asked = InstanceId.parse(parameter(request, "request")).map(InstanceId::uuid);
        boolean agrees = parameter(request, "answer").equals("yes");
        boolean taken = isPath(request, "consent") && asked.isPresent()
                && console(request).filter(open -> watch.answer(open, asked.get(), agrees, address(request))).isPresent();
        response.setStatus(taken ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_NOT_FOUND);
    }

    private Optional<LinkedConsole> console(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("X-Console-Token")).flatMap(links::of);
    }

    private static boolean isPath(HttpServletRequest request, String name) {
        String[] path = path(request);
        return path.length == 1 && path[0].equals(name);
    }

    private static long secondsTo(Instant time) {
        return Math.max(0, Duration.between(Instant.now(), time).toSeconds());
    }
}
