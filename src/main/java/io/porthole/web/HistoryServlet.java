package io.porthole.web;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.audit.AuditCheck;
import io.porthole.audit.syslog.SyslogFeed;
import io.porthole.console.ConsoleHistory.Filter;
import io.porthole.console.ConsoleHistory.Position;
import io.porthole.console.ConsoleHistory;
import io.porthole.console.HistoryEntry;
import io.porthole.console.HistoryOrder;
import io.porthole.console.MeasuredVisits;
import io.porthole.console.VisitCheck;
import io.porthole.console.comparison.VisitDifference;
import io.porthole.identity.User;
import io.porthole.recording.Recordings;
import io.porthole.web.view.HistoryFilter;
import io.porthole.web.view.HistoryView;
import io.porthole.web.view.RecordingLink;
import io.porthole.web.view.RemovedVisits;
import io.porthole.web.view.SyslogView;
import io.porthole.web.view.VisitFault;

/** The history of all consoles, for auditors and administrators. Its filter stands in the address, to be sent to a colleague. */
@WebServlet("/history")
public class HistoryServlet extends PageServlet {

    private static final Set<String> STATES = Set.of("AUTHORIZED", "ACTIVE", "WAITING", "ENDED", "REFUSED");

    @Inject
    private transient ConsoleHistory history;
    @Inject
    private transient MeasuredVisits measures;
    @Inject
    private transient AuditCheck check;
    @Inject
    private transient VisitCheck visits;
    @Inject
    private transient SyslogFeed syslog;
    @Inject
    private transient Recordings recordings;
    @Inject
    private transient WebSettings settings;
    @Inject
    private transient HistoryDoor door;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        User reader = signIn(request).user();
        if (!door.admits(reader, address(request), request, response)) {
            return;
        }
        HistoryQuery query = new HistoryQuery(request);
        HistoryFilter shown = filter(query);
        Filter filter = new Filter(shown.user(), shown.vm(), shown.state(), HistoryQuery.begin(shown.from(), shown.zone(), 0), HistoryQuery.begin(shown.to(), shown.zone(), 1),
                query.id("id"), shown.project(), shown.node(), shown.address(), shown.words());
        HistoryOrder order = HistorySorting.order(shown.sort());
        Found found = order.byMeasure() ? measured(query, shown, filter, order) : byTime(query, shown, filter, order);
        List<HistoryEntry> entries = found.entries();
        pages().show(request, response, "history", "history", "history",
                new HistoryView(shown, HistorySorting.heads(shown), entries.stream().map(entry -> HistoryRows.row(entry, reader.administrator())).toList(), found.previous(), found.next(),
                        entries.size(), found.lookedBackTo(), found.looked(), ChainLine.of(check, visits.running()), waiting(), removed(), visitFault(), recordings(entries)));
    }

    /** A page of the list, with the addresses of those beside it. */
    private record Found(List<HistoryEntry> entries, String previous, String next, String lookedBackTo, boolean looked) {
    }

    private Found byTime(HistoryQuery query, HistoryFilter shown, Filter filter, HistoryOrder order) {
        Position after = position(query.place("after"));
        ConsoleHistory.Page page = history.page(filter, order, after == null ? position(query.place("before")) : after, after != null, settings.pageSize());
        return new Found(page.entries(), link(shown, "after", page.previous()), link(shown, "before", page.next()), lookedBackTo(order, page), order == HistoryOrder.OLDEST && page.lookedTo() != null);
    }

    private static String lookedBackTo(HistoryOrder order, ConsoleHistory.Page page) {
        return order == HistoryOrder.OLDEST || page.lookedTo() == null ? null : page.lookedTo().toString();
    }

    private Found measured(HistoryQuery query, HistoryFilter shown, Filter filter, HistoryOrder order) {
        MeasuredVisits.Position after = amount(query.placeByText("after"));
        MeasuredVisits.Page page = measures.page(filter, order, after == null ? amount(query.placeByText("before")) : after, after != null, settings.pageSize());
        return new Found(page.entries(), link(shown, "after", page.previous()), link(shown, "before", page.next()), null, page.looked());
    }

    private SyslogView waiting() {
        return syslog.lag().map(lag -> new SyslogView(lag.entries(), lag.oldest() == null ? null : lag.oldest().toString(), lag.problem())).orElse(null);
    }

    private RemovedVisits removed() {
        return history.removed().map(gone -> new RemovedVisits(gone.count(), gone.lastEnded().toString(), gone.keepDays())).orElse(null);
    }

    private VisitFault visitFault() {
        return visits.difference()
                .map(found -> new VisitFault(words(found.kind()), found.visit().toString(), found.user(), found.vm(), found.at().toString())).orElse(null);
    }

    private static String words(VisitDifference.Kind kind) {
        return switch (kind) {
            case REMOVED -> "history.visit.removed";
            case CHANGED -> "history.visit.changed";
            case INSERTED -> "history.visit.inserted";
            case FIGURES_CHANGED -> "history.visit.figures";
        };
    }

    private Map<String, List<RecordingLink>> recordings(List<HistoryEntry> entries) {
        return RecordingLinks.of(recordings, entries.stream().map(HistoryEntry::id).toList()).entrySet().stream()
                .collect(Collectors.toMap(session -> session.getKey().toString(), Map.Entry::getValue));
    }

    private static HistoryFilter filter(HistoryQuery query) {
        String state = STATES.contains(query.text("state")) ? query.text("state") : "";
        return new HistoryFilter(query.text("user"), query.text("vm"), state, query.day("from"), query.day("to"), query.zone(),
                query.text("id"), query.text("project"), query.text("node"), query.text("address"), query.text("q"), HistorySorting.word(query.text("sort"), state));
    }

    private static String link(HistoryFilter filter, String side, Position position) {
        return position == null ? null : HistoryQuery.link("/history", filter.values(), side, new HistoryQuery.Place<>(position.at(), position.id().toString()));
    }

    private static String link(HistoryFilter filter, String side, MeasuredVisits.Position position) {
        return position == null ? null : HistoryQuery.link("/history", filter.values(), side, new HistoryQuery.Place<>(position.amount(), position.id().toString()));
    }

    private static MeasuredVisits.Position amount(HistoryQuery.Place<String> place) {
        UUID id = HistoryQuery.id(place);
        return id == null || !place.at().matches("-?\\d{1,18}") ? null : new MeasuredVisits.Position(Long.parseLong(place.at()), id);
    }

    private static Position position(HistoryQuery.Place<Instant> place) {
        UUID id = HistoryQuery.id(place);
        return id == null ? null : new Position(place.at(), id);
    }
}
