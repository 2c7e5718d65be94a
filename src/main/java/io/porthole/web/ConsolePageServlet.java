package io.porthole.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.InstanceId;
import io.porthole.console.AuthorizedConsole;
import io.porthole.console.ConsoleAsk;
import io.porthole.console.ConsoleAsks;
import io.porthole.console.ConsoleAuthorizer;
import io.porthole.console.ConsoleDrain;
import io.porthole.console.ConsolePresence;
import io.porthole.console.ConsoleRefusal;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.ConsoleRights;
import io.porthole.console.ConsoleRightsSettings;
import io.porthole.console.ConsoleWatch;
import io.porthole.console.Invitations;
import io.porthole.console.PersonOnConsole;
import io.porthole.console.ReconnectSettings;
import io.porthole.console.SharedConsole;
import io.porthole.console.SharingOfInstances;
import io.porthole.console.WatchRequest;
import io.porthole.identity.SignIn;
import io.porthole.recording.RecordingRules;
import io.porthole.recording.Recordings;
import io.porthole.web.view.ConsoleOffers;
import io.porthole.web.view.ConsoleView;
import io.porthole.web.view.RefusedView;

/** The page of a console that the Console button opened, the one-time tokens that it asks for, and who is on that console too. */
@WebServlet("/console/*")
public class ConsolePageServlet extends PageServlet {

    /** Seconds after which a page that waits for somebody's consent asks again. */
    private static final int CONSENT_PAUSE = 2;

    @Inject
    private transient ConsoleAuthorizer authorizer;
    @Inject
    private transient ConsolePresence presence;
    @Inject
    private transient ConsoleDrain drain;
    @Inject
    private transient ConsoleWatch watch;
    @Inject
    private transient ReconnectSettings reconnect;
    @Inject
    private transient ConsoleAsks asks;
    @Inject
    private transient Invitations invitations;
    @Inject
    private transient SharingOfInstances sharing;
    @Inject
    private transient RecordingRules rules;
    @Inject
    private transient Recordings recordings;
    @Inject
    private transient ConsoleRightsSettings rights;
    @Inject
    private transient Languages languages;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length == 0 || InstanceId.parse(path[0]).isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (path.length == 1) {
            showPage(request, response, UUID.fromString(path[0]));
        } else if (path.length == 2 && path[1].equals("state")) {
            tellState(request, response, UUID.fromString(path[0]));
        } else if (path.length == 2 && path[1].equals("refusal")) {
            tellRefusal(request, response, UUID.fromString(path[0]));
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void showPage(HttpServletRequest request, HttpServletResponse response, UUID session) throws IOException {
        SignIn signIn = signIn(request);
        try {
            AuthorizedConsole console = authorizer.own(signIn, session, address(request));
            String state = presence.of(signIn, console.sessionId()).map(SharedConsole::state).map(Enum::name).orElse("UNKNOWN");
            pages().showCompressed(request, response, "console", "console", new ConsoleView(console.sessionId().toString(), console.instanceId().toString(),
                    console.instanceName(), console.project(), console.node(), state, "/console/" + console.sessionId() + "/token", console.firstToken() ? "websockify?session=" + console.sessionId() : null, false, console.viewOnly(),
                    rules.records(RecordedVisits.of(console.visit())) ? rules.recordsInput() ? "console.recorded.input" : "console.recorded" : null, sharing.exclusive(console.instanceId().uuid(), console.project()), reconnect.window().toSeconds(),
                    !console.viewOnly() && invitations.mayInvite(signIn.user(), console.project()), offers(console, signIn)));
        } catch (ConsoleRefused refused) {
            response.setStatus(RefusalStatus.of(refused.refusal()));
            pages().show(request, response, "refused", "vms", "refused",
                    new RefusedView(refused.refusal().name(), refused.instanceName(), refused.incident().toString(), null));
        }
    }

    private ConsoleOffers offers(AuthorizedConsole console, SignIn signIn) {
        if (console.viewOnly()) {
            return ConsoleOffers.toLook();
        }
        ConsoleRights may = rights.of(console.project(), false);
        return new ConsoleOffers(may.clipboardToVm(), may.clipboardFromVm(), may.resize(), may.mostClipboardBytes(), signIn.user().mayUse(console.project()));
    }

    /**
     * {@code {"state", "people": [{"name", "viewOnly", "watching", "since", "you"}], "requests": [{"id", "name"}], "asks": [{"id", "name", "secondsLeft"}],
     * "takenOverBy", "unrecorded", "endsIn", "endsAs", "stopsIn"}}: the requests are to watch, the asks are for the console itself, unrecorded tells that the recording has ended
     * before the console; what is in seconds is only there when the console is about to end by itself, and when the portal is to stop.
     */
    private void tellState(HttpServletRequest request, HttpServletResponse response, UUID session) throws IOException {
        SharedConsole console = presence.of(signIn(request), session).orElse(null);
        if (console == null) {
            answer(response, HttpServletResponse.SC_NOT_FOUND, Json.createObjectBuilder().add("refusal", ConsoleRefusal.SESSION_NOT_FOUND.name()).build());
            return;
        }
        JsonArrayBuilder people = Json.createArrayBuilder();
        for (PersonOnConsole person : console.people()) {
            people.add(Json.createObjectBuilder().add("name", person.name()).add("viewOnly", person.viewOnly()).add("watching", person.watching())
                    .add("since", person.since().toString()).add("you", person.you()));
        }
        JsonArrayBuilder requests = Json.createArrayBuilder();
        for (WatchRequest asked : watch.requests(session)) {
            requests.add(Json.createObjectBuilder().add("id", asked.id().toString()).add("name", asked.name()));
        }
        JsonObjectBuilder told = Json.createObjectBuilder().add("state", console.state().name()).add("people", people).add("requests", requests)
                .add("asks", asksOf(signIn(request), session)).add("takenOverBy", console.takenOverBy() == null ? "" : console.takenOverBy())
                .add("unrecorded", rules.mayRecord() && recordings.hasStopped(session));
        if (console.due() != null) {
            told.add("endsIn", Math.max(0, Duration.between(Instant.now(), console.due().at()).toSeconds())).add("endsAs", console.due().why().name());
        }
        drain.until().ifPresent(until -> told.add("stopsIn", Math.max(0, Duration.between(Instant.now(), until).toSeconds())));
        answer(response, HttpServletResponse.SC_OK, told.build());
    }

    /** {@code {"refusal", "incident"}} of a WebSocket that did not open, or {@code {}}. */
    private void tellRefusal(HttpServletRequest request, HttpServletResponse response, UUID session) throws IOException {
        JsonObjectBuilder told = Json.createObjectBuilder();
        presence.refusedJustNow(signIn(request), session)
                .ifPresent(late -> told.add("refusal", late.refusal().name()).add("incident", late.incident().toString()));
        answer(response, HttpServletResponse.SC_OK, told.build());
    }

    private static JsonObject told(ConsoleRefused refused, Locale locale) {
        JsonObjectBuilder told = Json.createObjectBuilder().add("refusal", refused.refusal().name()).add("incident", refused.incident().toString());
        if (refused.refusal().retryAfter() != null) {
            told.add("retryAfter", refused.refusal().retryAfter().toSeconds());
        }
        refused.limit().ifPresent(limit -> LimitAnswers.tell(told, limit, locale));
        return told.build();
    }

    private JsonArrayBuilder asksOf(SignIn signIn, UUID session) {
        JsonArrayBuilder told = Json.createArrayBuilder();
        for (ConsoleAsk ask : asks.askedOf(signIn, session)) {
            told.add(Json.createObjectBuilder().add("id", ask.id().toString()).add("name", ask.name()).add("secondsLeft", ask.secondsLeft()));
        }
        return told;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length != 2 || InstanceId.parse(path[0]).isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (path[1].equals("token")) {
            giveToken(request, response, UUID.fromString(path[0]));
        } else if (path[1].equals("answer")) {
            letIn(request, response, UUID.fromString(path[0]));
        } else if (path[1].equals("consent")) {
            takeAnswer(request, response, UUID.fromString(path[0]));
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** The watched person agrees, or does not. */
    private void takeAnswer(HttpServletRequest request, HttpServletResponse response, UUID session) throws IOException {
        Optional<UUID> asked = InstanceId.parse(parameter(request, "request")).map(InstanceId::uuid);
        boolean agrees = parameter(request, "answer").equals("yes");
        if (asked.isPresent() && watch.answer(signIn(request), session, asked.get(), agrees, address(request))) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void giveToken(HttpServletRequest request, HttpServletResponse response, UUID session) throws IOException {
        if (watch.awaitsConsent(signIn(request), session)) {
            answer(response, HttpServletResponse.SC_ACCEPTED,
                    Json.createObjectBuilder().add("refusal", ConsoleRefusal.CONSENT_AWAITED.name()).add("retryAfter", CONSENT_PAUSE).build());
            return;
        }
        try {
            AuthorizedConsole console = authorizer.renew(signIn(request), session, address(request));
            answer(response, HttpServletResponse.SC_OK,
                    Json.createObjectBuilder().add("path", "/websockify?token=" + console.token().text()).build());
        } catch (ConsoleRefused refused) {
            RefusalStatus.set(response, refused.refusal());
            refused.limit().ifPresent(limit -> LimitAnswers.tellWhen(response, limit));
            answer(response, response.getStatus(), told(refused, languages.of(request)));
        }
    }

    private void letIn(HttpServletRequest request, HttpServletResponse response, UUID session) throws IOException {
        Optional<InstanceId> ask = InstanceId.parse(parameter(request, "ask"));
        boolean letIn = parameter(request, "answer").equals("let-in");
        boolean taken = ask.isPresent() && asks.answer(signIn(request), session, ask.get().uuid(), letIn, address(request));
        response.setStatus(taken ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_NOT_FOUND);
    }
}
