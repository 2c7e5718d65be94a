package io.porthole.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ValueRange;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

import io.porthole.compute.InstanceId;

/** The parameters of a list. What is not known, given twice or out of its bounds is the caller's mistake, and is told by its name. */
final class ApiQuery {

    static final String LIMIT = "limit";
    static final String AFTER = "after";

    private static final int MOST = 1_000;
    private static final int USUAL = 100;
    private static final int LONGEST = 200;
    private static final ValueRange YEARS = ValueRange.of(1970, 9999);

    private final String path;
    private final MultivaluedMap<String, String> parameters;

    private ApiQuery(String path, MultivaluedMap<String, String> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    /** @throws Problem for a parameter that is not one of these, or is given twice */
    static ApiQuery of(UriInfo uri, Set<String> known) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        Set<String> strange = new TreeSet<>(parameters.keySet());
        strange.removeAll(known);
        if (!strange.isEmpty()) {
            throw Problem.malformed("There is no parameter " + quoted(strange) + " here; there is " + (known.isEmpty() ? "none" : quoted(new TreeSet<>(known))) + ".");
        }
        parameters.forEach((name, values) -> {
            if (values.size() > 1) {
                throw Problem.malformed(name + " is given more than once.");
            }
        });
        return new ApiQuery(uri.getBaseUri().getPath() + uri.getPath(false).replaceFirst("^/", ""), parameters);
    }

    /** @return null where it is not given, or empty */
    String text(String name) {
        String text = parameters.getFirst(name);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.malformed(name + " is one line of at most " + LONGEST + " characters.");
        }
        return text.strip();
    }

    /** @return null where it is not given */
    UUID id(String name) {
        String text = text(name);
        return text == null ? null : InstanceId.parse(text).map(InstanceId::uuid).orElseThrow(() -> Problem.malformed(name + " is a UUID, written in full."));
    }

    /** @return null where it is not given */
    String oneOf(String name, List<String> values) {
        String text = text(name);
        if (text != null && !values.contains(text)) {
            throw Problem.malformed(name + " is one of " + quoted(values) + ".");
        }
        return text;
    }

    /**
     * A time, or a day of UTC.
     *
     * @param daysLater what a day means: 0 its beginning, 1 its end
     * @return null where it is not given
     */
    Instant time(String name, int daysLater) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = text.indexOf('T') < 0 ? LocalDate.parse(text).plusDays(daysLater).atStartOfDay().atOffset(ZoneOffset.UTC) : OffsetDateTime.parse(text);
            if (known(time.toInstant())) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // told below, with what is out of bounds
        }
        throw Problem.malformed(name + " is a day such as 2026-11-27, or a time such as 2026-11-27T08:30:00Z (RFC 3339).");
    }

    /** @return a place in a list, as {@link #cursor(Instant, UUID)} wrote it; null where none is given */
    <P> P cursor(BiFunction<Instant, UUID, P> place) {
        return cursor(text -> InstanceId.parse(text).map(InstanceId::uuid).orElseThrow(ApiQuery::strangeCursor), place);
    }

    /** @param id reads what stands behind the time; a NumberFormatException: it is none */
    <I, P> P cursor(Function<String, I> id, BiFunction<Instant, I, P> place) {
        String cursor = text(AFTER);
        if (cursor == null) {
            return null;
        }
        int cut = Math.max(0, cursor.indexOf('_'));
        try {
            Instant at = Instant.parse(cursor.substring(0, cut));
            if (known(at)) {
                return place.apply(at, id.apply(cursor.substring(cut + 1)));
            }
        } catch (DateTimeException | NumberFormatException e) {
            // told below, with what is out of bounds
        }
        throw strangeCursor();
    }

    static String cursor(Instant at, Object id) {
        return at + "_" + id;
    }

    /** Whether PostgreSQL and a calendar both know it. */
    private static boolean known(Instant time) {
        return YEARS.isValidIntValue(time.atOffset(ZoneOffset.UTC).getYear());
    }

    int limit() {
        return number(LIMIT, USUAL, MOST);
    }

    /** @param most a whole number from 1 to this */
    int number(String name, int usual, int most) {
        String text = text(name);
        if (text == null) {
            return usual;
        }
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw Problem.malformed(name + " is a whole number from 1 to " + most + ".");
        }
        return number;
    }

    /** @return the address of what follows in the list */
    String next(String after) {
        StringBuilder next = new StringBuilder(path).append('?');
        parameters.forEach((name, values) -> {
            if (!name.equals(AFTER)) {
                next.append(encoded(name)).append('=').append(encoded(values.get(0))).append('&');
            }
        });
        return next.append(AFTER).append('=').append(encoded(after)).toString();
    }

    /** Of a cursor that this API did not make. */
    static Problem strangeCursor() {
        return Problem.malformed(AFTER + " is what stands in a list’s next, and nothing else.");
    }

    private static String quoted(Iterable<String> names) {
        return String.join(", ", names).replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
