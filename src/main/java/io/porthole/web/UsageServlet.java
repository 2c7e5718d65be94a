package io.porthole.web;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.console.ConsoleUsage;
import io.porthole.web.view.UsageCell;
import io.porthole.web.view.UsageHour;
import io.porthole.web.view.UsagePlace;
import io.porthole.web.view.UsageView;

/** At which hours consoles are used, by whom and of which VMs; for auditors and administrators. */
@WebServlet("/history/use")
public class UsageServlet extends PageServlet {

    private static final int USUAL_SPAN = 30;
    private static final int HOURS = 24;
    private static final int WEEKDAYS = 7;
    private static final int LEVELS = 5;

    @Inject
    private transient ConsoleUsage usage;
    @Inject
    private transient HistoryDoor door;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!door.admits(signIn(request).user(), address(request), request, response)) {
            return;
        }
        HistoryQuery query = new HistoryQuery(request);
        int days = ConsoleUsage.SPANS.stream().filter(span -> String.valueOf(span).equals(query.text("days"))).findFirst().orElse(USUAL_SPAN);
        List<ConsoleUsage.Hour> hours = usage.hours(days, query.zone());
        List<ConsoleUsage.Place> places = usage.first(days);
        pages().show(request, response, "usage", "history", "usage", new UsageView(days, ConsoleUsage.SPANS, query.zone(), !query.text("tz").isEmpty(),
                hours.stream().mapToLong(ConsoleUsage.Hour::visits).sum(), table(hours), places(places, "USER", "user"), places(places, "VM", "vm")));
    }

    private static List<UsageHour> table(List<ConsoleUsage.Hour> hours) {
        long[][] visits = new long[HOURS][WEEKDAYS];
        hours.forEach(hour -> visits[hour.hour()][hour.weekday() - 1] += hour.visits());
        long most = hours.stream().mapToLong(ConsoleUsage.Hour::visits).max().orElse(0);
        List<UsageHour> table = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            List<UsageCell> cells = new ArrayList<>();
            for (int day = 0; day < WEEKDAYS; day++) {
                long here = visits[hour][day];
                cells.add(new UsageCell(day + 1, here, here == 0 ? 0 : (int) Math.ceil((double) here * LEVELS / most)));
            }
            table.add(new UsageHour("%02d".formatted(hour), cells));
        }
        return table;
    }

    private static List<UsagePlace> places(List<ConsoleUsage.Place> all, String kind, String filter) {
        List<ConsoleUsage.Place> places = all.stream().filter(place -> place.kind().equals(kind)).toList();
        return places.stream().map(place -> new UsagePlace(place.name(), place.visits(), places.get(0).visits(),
                "/history?" + filter + "=" + URLEncoder.encode(place.name(), StandardCharsets.UTF_8))).toList();
    }
}
