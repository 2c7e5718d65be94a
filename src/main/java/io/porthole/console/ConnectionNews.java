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
 */
record ConnectionNews(UUID connectionId, Instant establishedAt, Instant closedAt, RelayEnd why, long bytesToBrowser, long bytesToVm, long withheld) {

    /** Many of them in one statement, as the rows {@code n}; {@link #bind} gives its parameters. */
    static final String ROWS = """
            unnest(cast(:ids as uuid[]), cast(:establishedAt as timestamptz[]), cast(:closedAt as timestamptz[]), cast(:why as text[]),
                   cast(:toBrowser as bigint[]), cast(:toVm as bigint[]), cast(:withheld as bigint[]))
                as n(id, established_at, closed_at, why, to_browser, to_vm, withheld)
            """;

    static ConnectionNews established(UUID connectionId, Instant when) {
        return new ConnectionNews(connectionId, when, null, null, 0, 0, 0);
    }

    static ConnectionNews closed(UUID connectionId, Instant when, RelayEnd why, long bytesToBrowser, long bytesToVm, long withheld) {
        return new ConnectionNews(connectionId, null, when, why, bytesToBrowser, bytesToVm, withheld);
    }

    static ConnectionNews traffic(LiveConsole console) {
        return new ConnectionNews(console.connectionId(), null, null, null, console.bytesToBrowser(), console.bytesToVm(), console.withheldMessages());
    }

    /** Both of the same connection, this one first. */
    ConnectionNews then(ConnectionNews later) {
        Instant established = establishedAt == null ? later.establishedAt : establishedAt;
        return closedAt != null ? new ConnectionNews(connectionId, established, closedAt, why, bytesToBrowser, bytesToVm, withheld)
                : new ConnectionNews(connectionId, established, later.closedAt, later.why, later.bytesToBrowser, later.bytesToVm, later.withheld);
    }

    static Query bind(Query query, Collection<ConnectionNews> all) {
        return query.setParameter("ids", column(all, ConnectionNews::connectionId))
                .setParameter("establishedAt", column(all, ConnectionNews::establishedAt))
                .setParameter("closedAt", column(all, ConnectionNews::closedAt))
                .setParameter("why", column(all, ConnectionNews::why))
                .setParameter("toBrowser", column(all, ConnectionNews::bytesToBrowser))
                .setParameter("toVm", column(all, ConnectionNews::bytesToVm))
                .setParameter("withheld", column(all, ConnectionNews::withheld));
    }

    private static String[] column(Collection<ConnectionNews> all, Function<ConnectionNews, Object> value) {
        return all.stream().map(value).map(found -> found == null ? null : found.toString()).toArray(String[]::new);
    }
}
