package io.porthole.audit.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the events that wait their places in the chain, in one transaction of the caller's.
 *
 * <p>Of several at the same database one works at a time; the others find the lock taken and do nothing, so that the chain never
 * forks. Who writes events neither holds the lock nor waits for it. An event whose transaction ends late waits from then on, and
 * comes behind what was chained meanwhile.
 */
public final class ChainAppender {

    /** Any number that nobody else locks: "audit" in ASCII. */
    private static final long LOCK = 0x6175646974L;
    /** Each event is looked up by its id: joined freely, PostgreSQL may prefer to read the whole trail, five times a second. */
    private static final String TAKE = """
            with next as (select u.event_id from audit_unchained u cross join lateral (select from audit_events e where e.id = u.event_id offset 0) e
                           order by u.event_id limit ?),
                 taken as (delete from audit_unchained u using next where u.event_id = next.event_id returning u.event_id)
            select %s from taken cross join lateral (select * from audit_events e where e.id = taken.event_id offset 0) e order by e.id"""
            .formatted(CanonicalForm.columns());
    private static final String APPEND = """
            insert into audit_chain (seq, event_id, form, hash)
            select ? + position, event_id, ?, decode(hash, 'hex')
              from unnest(?::bigint[], ?::text[]) with ordinality as e(event_id, hash, position)""";

    private ChainAppender() {
    }

    /** @return how many entries it made; none, too, when another portal node is at it */
    public static int append(Connection database, int most) throws SQLException {
        if (!Alone.at(database, LOCK)) {
            return 0;
        }
        ChainHead head = ChainHead.of(database);
        List<Long> events = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        String before = head.hash();
        for (List<String> event : take(database, most)) {
            before = CanonicalForm.hash(before, event);
            events.add(Long.valueOf(event.get(CanonicalForm.ID)));
            hashes.add(before);
        }
        if (!events.isEmpty()) {
            insert(database, head.place(), events, hashes);
        }
        return events.size();
    }

    private static List<List<String>> take(Connection database, int most) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(TAKE)) {
            query.setInt(1, most);
            List<List<String>> events = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    events.add(AuditEntries.values(row));
                }
            }
            return events;
        }
    }

    private static void insert(Connection database, long last, List<Long> events, List<String> hashes) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement(APPEND)) {
            insert.setLong(1, last);
            insert.setInt(2, CanonicalForm.NUMBER);
            insert.setArray(3, database.createArrayOf("bigint", events.toArray()));
            insert.setArray(4, database.createArrayOf("text", hashes.toArray()));
            insert.executeUpdate();
        }
    }
}
