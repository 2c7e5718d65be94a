package io.porthole.console;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;

import jakarta.persistence.Query;

/**
 * What happened to one connection since it was last written.
 *
 * @param establishedAt when its screen was reached; null when that is no news
 * @param closedAt null while it is open; likewise the reason
 * @param detail what an administrator is told of the cause; null where there is nothing to tell
 */
record ConnectionNews(UUID connectionId, Instant establishedAt, Instant closedAt, RelayEnd why, String detail, long bytesToBrowser, long bytesToVm,
        long withheld) {

    private static final int LONGEST_DETAIL = 500;

    /** Many of them in one statement, as the rows {@code n}; {@link #bind} gives its parameters. */
    static final String ROWS = """
            unnest(cast(:ids as uuid[]), cast(:establishedAt as timestamptz[]), cast(:closedAt as timestamptz[]), cast(:why as text[]),
                   cast(:detail as text[]), cast(:toBrowser as bigint[]), cast(:toVm as bigint[]), cast(:withheld as bigint[]))
                as n(id, established_at, closed_at, why, detail, to_browser, to_vm, withheld)
            """;

    static ConnectionNews established(UUID connectionId, Instant when) {
        return new ConnectionNews(connectionId, when, null, null, null, 0, 0, 0);
    }

    static ConnectionNews closed(UUID connectionId, Instant when, RelayEnd why, String detail, long bytesToBrowser, long bytesToVm, long withheld) {
        return new ConnectionNews(connectionId, null, when, why, bounded(detail), bytesToBrowser, bytesToVm, withheld);
    }

    static ConnectionNews traffic(LiveConsole console) {
        return new ConnectionNews(console.connectionId(), null, null, null, null, console.bytesToBrowser(), console.bytesToVm(), console.withheldMessages());
    }

    /** Both of the same connection, this one first. */
    ConnectionNews then(ConnectionNews later) {
        Instant established = establishedAt == null ? later.establishedAt : establishedAt;
        return closedAt != null ? new ConnectionNews(connectionId, established, closedAt, why, detail, bytesToBrowser, bytesToVm, withheld)
                : new ConnectionNews(connectionId, established, later.closedAt, later.why, later.detail, later.bytesToBrowser, later.bytesToVm, later.withheld);
    }

    /** It may quote a stranger's server. */
    private static String bounded(String detail) {
        if (detail == null) {
            return null;
        }
        String plain = detail.replaceAll("\\p{Cntrl}", "\uFFFD");
        return plain.length() <= LONGEST_DETAIL ? plain : plain.substring(0, LONGEST_DETAIL - 1) + "…";
    }

    static Query bind(Query query, Collection<ConnectionNews> all) {
        return query.setParameter("ids", column(all, ConnectionNews::connectionId))
                .setParameter("establishedAt", column(all, ConnectionNews::establishedAt))
                .setParameter("closedAt", column(all, ConnectionNews::closedAt))
                .setParameter("why", column(all, ConnectionNews::why))
                .setParameter("detail", column(all, ConnectionNews::detail))
                .setParameter("toBrowser", column(all, ConnectionNews::bytesToBrowser))
                .setParameter("toVm", column(all, ConnectionNews::bytesToVm))
                .setParameter("withheld", column(all, ConnectionNews::withheld));
    }

    private static String[] column(Collection<ConnectionNews> all, Function<ConnectionNews, Object> value) {
        return all.stream().map(value).map(found -> found == null ? null : found.toString()).toArray(String[]::new);
    }
}
