package io.porthole.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ValueRange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;

import io.porthole.compute.InstanceId;

/** What stands in the address of a page of the history, or of the list of VMs: its filter, so that it can be sent to a colleague, and its place. */
final class HistoryQuery {

    private static final int LONGEST = 200;
    private static final UUID NOBODYS = new UUID(0, 0);
    /** Times that PostgreSQL and a calendar both know. */
    private static final ValueRange YEARS = ValueRange.of(1970, 9999);

    private final HttpServletRequest request;

    HistoryQuery(HttpServletRequest request) {
        this.request = request;
    }

    String text(String name) {
        String text = PageServlet.parameter(request, name);
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /** @return a day as yyyy-mm-dd; empty for what is none */
    String day(String name) {
        String text = PageServlet.parameter(request, name);
        try {
            return text.isEmpty() || !YEARS.isValidIntValue(LocalDate.parse(text).getYear()) ? "" : text;
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    /** @return the name of the reader's time zone, as the page sends it; UTC for one that does not, and for no name of one */
    String zone() {
        return zone(text("tz"));
    }

    static String zone(String name) {
        try {
            return name.isEmpty() ? "UTC" : ZoneId.of(name).getId();
        } catch (DateTimeException e) {
            return "UTC";
        }
    }

    /** @return when the day begins in that zone, or so many days later; null for no day */
    static Instant begin(String day, String zone, int plusDays) {
        return day.isEmpty() ? null : LocalDate.parse(day).plusDays(plusDays).atStartOfDay(ZoneId.of(zone)).toInstant();
    }

    /** @return null when none was asked for; what is no id at all is nobody's */
    UUID id(String name) {
        String id = text(name);
        return id.isEmpty() ? null : InstanceId.parse(id).map(InstanceId::uuid).orElse(NOBODYS);
    }

    /**
     * Where a page begins.
     *
     * @param at what the rows are ordered by
     * @param key tells apart what is at the same
     */
    record Place<T>(T at, String key) {

        String text() {
            return at + "_" + key;
        }
    }

    /** @return null when none is given, or it is none */
    Place<Instant> place(String name) {
        Place<String> place = placeByText(name);
        if (place == null) {
            return null;
        }
        try {
            Instant at = Instant.parse(place.at());
            return YEARS.isValidIntValue(at.atOffset(ZoneOffset.UTC).getYear()) ? new Place<>(at, place.key()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** @return null when none is given, or it is none */
    Place<String> placeByText(String name) {
        String text = PageServlet.parameter(request, name);
        int cut = text.lastIndexOf('_');
        return cut < 0 ? null : new Place<>(text.substring(0, cut), text.substring(cut + 1));
    }

    /** @return null for no place, or one whose key is no id */
    static UUID id(Place<?> place) {
        return place == null ? null : InstanceId.parse(place.key()).map(InstanceId::uuid).orElse(null);
    }

    static String link(String page, Map<String, String> values, String side, Place<?> place) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put(side, place.text());
        return link(page, all);
    }

    /** @param values in the order in which they are to stand there; those that are empty are left out */
    static String link(String page, Map<String, String> values) {
        String query = values.entrySet().stream().filter(value -> value.getValue() != null && !value.getValue().isEmpty())
                .map(value -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return query.isEmpty() ? page : page + "?" + query;
    }
}
