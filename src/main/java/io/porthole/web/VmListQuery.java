package io.porthole.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

import io.porthole.instance.ListPart;
import io.porthole.instance.ListPlace;
import io.porthole.web.HistoryQuery.Place;

/**
 * What stands in the address of the list of VMs.
 *
 * @param after behind which the page begins; at the start for what is no place
 */
record VmListQuery(String words, boolean favouritesOnly, boolean wall, ListPlace after) {

    static final String PAGE = "/vms";
    static final String YES = "yes";
    private static final String AFTER = "after";

    static VmListQuery of(HttpServletRequest request, boolean wall) {
        HistoryQuery query = new HistoryQuery(request);
        return new VmListQuery(query.text("q"), query.text("favourite").equals(YES), wall, place(query.placeByText(AFTER)));
    }

    /** The same search as a wall or a table, from its start. */
    String as(boolean otherWall) {
        return new VmListQuery(words, favouritesOnly, otherWall, ListPlace.START).from(ListPlace.START);
    }

    /** The same search among the favourites, or among all. */
    String among(boolean favourites) {
        return new VmListQuery(words, favourites, wall, ListPlace.START).from(ListPlace.START);
    }

    /** Everything, in the same look. */
    String all() {
        return new VmListQuery("", false, wall, ListPlace.START).from(ListPlace.START);
    }

    /** @return null for no place */
    String from(ListPlace place) {
        if (place == null) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put("view", wall ? "wall" : "table");
        values.put("q", words);
        values.put("favourite", favouritesOnly ? YES : "");
        values.put(AFTER, text(place));
        return HistoryQuery.link(PAGE, values);
    }

    /** @return "" for the start */
    static String text(ListPlace place) {
        return place.equals(ListPlace.START) ? "" : new Place<>(letter(place.part()) + "-" + place.at(), place.id().toString()).text();
    }

    private static ListPlace place(Place<String> place) {
        UUID id = HistoryQuery.id(place);
        if (id == null || place.at().indexOf('-') != 1) {
            return ListPlace.START;
        }
        String at = place.at().substring(2);
        return Arrays.stream(ListPart.values()).filter(part -> letter(part).equals(place.at().substring(0, 1)) && (part != ListPart.RECENT || isInstant(at)))
                .map(part -> new ListPlace(part, at, id)).findFirst().orElse(ListPlace.START);
    }

    private static String letter(ListPart part) {
        return part.name().substring(0, 1).toLowerCase(Locale.ROOT);
    }

    private static boolean isInstant(String text) {
        try {
            return !Instant.parse(text).equals(Instant.MIN);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
