package io.porthole.web;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvents;
import io.porthole.audit.AuditEvents.Filter;
import io.porthole.audit.AuditEvents.Page;
import io.porthole.audit.AuditEvents.Position;
import io.porthole.web.view.EventFilter;
import io.porthole.web.view.EventsView;

/** The whole audit trail, for auditors and administrators. Its filter stands in the address, to be sent to a colleague. */
@WebServlet("/history/events")
public class EventsServlet extends PageServlet {

    private static final List<String> ACTIONS = Arrays.stream(AuditAction.values()).map(Enum::name).toList();
    private static final Set<String> OUTCOMES = Set.of("DONE", "REFUSED");

    @Inject
    private transient AuditEvents events;
    @Inject
    private transient WebSettings settings;
    @Inject
    private transient HistoryDoor door;
    @Inject
    private transient Languages languages;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!door.admits(signIn(request).user(), address(request), request, response)) {
            return;
        }
        HistoryQuery query = new HistoryQuery(request);
        EventFilter shown = filter(query);
        Filter filter = new Filter(shown.user(), shown.vm(), shown.project(), shown.node(), shown.address(), shown.action(), shown.outcome(), shown.words(),
                query.id("id"), HistoryQuery.begin(shown.from(), shown.zone(), 0), HistoryQuery.begin(shown.to(), shown.zone(), 1));
        Position after = position(query.place("after"));
        Page page = after == null ? events.olderThan(filter, position(query.place("before")), settings.pageSize()) : events.newerThan(filter, after, settings.pageSize());
        Locale locale = languages.of(request);
        pages().show(request, response, "events", "history", "events", new EventsView(shown, ACTIONS, page.events().stream().map(event -> EventRows.row(event, locale)).toList(),
                link(shown, "after", page.newer()), link(shown, "before", page.older()), page.lookedBackTo() == null ? null : page.lookedBackTo().toString()));
    }

    private static EventFilter filter(HistoryQuery query) {
        String action = query.text("action");
        String outcome = query.text("outcome");
        return new EventFilter(query.text("user"), query.text("vm"), query.text("project"), query.text("node"), query.text("address"), ACTIONS.contains(action) ? action : "",
                OUTCOMES.contains(outcome) ? outcome : "", query.text("q"), query.text("id"), query.day("from"), query.day("to"), query.zone());
    }

    private static String link(EventFilter filter, String side, Position position) {
        return position == null ? null : HistoryQuery.link("/history/events", filter.values(), side, new HistoryQuery.Place<>(position.at(), String.valueOf(position.id())));
    }

    private static Position position(HistoryQuery.Place<Instant> place) {
        return place == null || !place.key().matches("\\d{1,18}") ? null : new Position(place.at(), Long.parseLong(place.key()));
    }
}
