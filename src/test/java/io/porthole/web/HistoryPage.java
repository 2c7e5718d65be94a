package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the rows of the history. */
final class HistoryPage {

    private static final Pattern ROW = Pattern.compile("<tr role=\"row\" id=\"session-([0-9a-f-]{36})\" data-state=\"([A-Z]+)\">(.*?)</tr>", Pattern.DOTALL);

    private HistoryPage() {
    }

    static List<UUID> ids(HttpAnswer history) {
        assertEquals(200, history.status(), history.toString());
        List<UUID> ids = new ArrayList<>();
        Matcher row = ROW.matcher(history.text());
        while (row.find()) {
            ids.add(UUID.fromString(row.group(1)));
        }
        return ids;
    }

    static List<String> rows(HttpAnswer history) {
        return ROW.matcher(history.text()).results().map(found -> found.group(3)).toList();
    }

    static String row(HttpAnswer history, UUID id) {
        return ROW.matcher(history.text()).results().filter(found -> found.group(1).equals(id.toString())).map(found -> found.group(3))
                .findFirst().orElseThrow(() -> new AssertionError("No row of " + id + " in " + history));
    }

    static String link(HttpAnswer history, String direction) {
        Matcher link = Pattern.compile("<a rel=\"" + direction + "\" href=\"([^\"]+)\"").matcher(history.text());
        return link.find() ? link.group(1).replace("&amp;", "&") : null;
    }
}
