package io.porthole.web;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ValueRange;
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
import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleHistory.Filter;
import io.porthole.console.ConsoleHistory.Page;
import io.porthole.console.ConsoleHistory.Position;
import io.porthole.console.ConsoleHistory;
import io.porthole.console.HistoryEntry;
import io.porthole.identity.User;
import io.porthole.recording.Recordings;
import io.porthole.web.view.HistoryFilter;
import io.porthole.web.view.HistoryView;
import io.porthole.web.view.RecordingLink;

/** The history of all consoles, for auditors and administrators. Its filter stands in the address, to be sent to a colleague. */
@WebServlet("/history")
public class HistoryServlet extends PageServlet {

    private static final Set<String> STATES = Set.of("AUTHORIZED", "ACTIVE", "WAITING", "ENDED", "REFUSED");
    private static final int LONGEST = 200;
    private static final UUID NOBODYS = new UUID(0, 0);
    /** Times that PostgreSQL and a calendar both know. */
    private static final ValueRange YEARS = ValueRange.of(1970, 9999);

    @Inject
    private transient ConsoleHistory history;
    @Inject
    private transient AuditCheck check;
    @Inject
    private transient Recordings recordings;
    @Inject
    private transient WebSettings settings;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        User reader = signIn(request).user();
        if (!reader.mayAudit()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        HistoryFilter shown = filter(request);
        Filter filter = new Filter(shown.user(), shown.vm(), shown.state(), day(shown.from(), 0), day(shown.to(), 1), quoted(shown.id()));
        Position after = position(parameter(request, "after"));
        Page page = after == null ? history.olderThan(filter, position(parameter(request, "before")), settings.pageSize())
                : history.newerThan(filter, after, settings.pageSize());
        List<HistoryEntry> entries = page.entries();
        String newer = page.newer() && !entries.isEmpty() ? link(shown, "after", entries.get(0)) : null;
        String older = page.older() && !entries.isEmpty() ? link(shown, "before", entries.get(entries.size() - 1)) : null;
        pages().show(request, response, "history", "history", "history",
                new HistoryView(shown, entries.stream().map(entry -> HistoryRows.row(entry, reader.administrator())).toList(), newer, older, entries.size(),
                        ChainLine.of(check), recordings(entries)));
    }

    private Map<String, List<RecordingLink>> recordings(List<HistoryEntry> entries) {
        return recordings.of(entries.stream().map(HistoryEntry::id).toList()).stream().collect(Collectors.groupingBy(recording -> recording.sessionId().toString(),
                Collectors.mapping(recording -> new RecordingLink(recording.id().toString(), recording.plays(), "recording.state." + recording.state()), Collectors.toList())));
    }

    private static HistoryFilter filter(HttpServletRequest request) {
        String state = parameter(request, "state");
        return new HistoryFilter(cut(parameter(request, "user")), cut(parameter(request, "vm")), STATES.contains(state) ? state : "",
                date(parameter(request, "from")), date(parameter(request, "to")), cut(parameter(request, "id")));
    }

    /** What is no id at all is nobody's. */
    private static UUID quoted(String id) {
        return id.isEmpty() ? null : InstanceId.parse(id).map(InstanceId::uuid).orElse(NOBODYS);
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    private static String date(String text) {
        try {
            return text.isEmpty() || !YEARS.isValidIntValue(LocalDate.parse(text).getYear()) ? "" : text;
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    /** A day of the filter is one of UTC, as the exact times are. */
    private static Instant day(String date, int plusDays) {
        return date.isEmpty() ? null : LocalDate.parse(date).plusDays(plusDays).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static String link(HistoryFilter filter, String side, HistoryEntry entry) {
        return "/history?user=" + encode(filter.user()) + "&vm=" + encode(filter.vm()) + "&state=" + filter.state()
                + "&from=" + filter.from() + "&to=" + filter.to() + "&id=" + encode(filter.id()) + "&" + side + "=" + encode(entry.askedAt() + "_" + entry.id());
    }

    private static Position position(String text) {
        int cut = text.indexOf('_');
        if (cut < 0 || InstanceId.parse(text.substring(cut + 1)).isEmpty()) {
            return null;
        }
        try {
            Instant at = Instant.parse(text.substring(0, cut));
            boolean known = YEARS.isValidIntValue(at.atOffset(ZoneOffset.UTC).getYear());
            return known ? new Position(at, UUID.fromString(text.substring(cut + 1))) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
