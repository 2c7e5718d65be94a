package io.porthole.audit.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads the entries out of PostgreSQL, a page at a time, so that memory stays flat however many there are. */
public final class AuditEntries {

    private static final String CHAINED = """
            select c.seq, c.event_id, c.form, encode(c.hash, 'hex') as hash, false as waiting, e.id is null as gone, %s
              from audit_chain c left join audit_events e on e.id = c.event_id
             where c.seq > ? order by c.seq limit ?""".formatted(CanonicalForm.columns());
    /** In one statement, for in one view of the data every event is either chained or waiting; what is neither was put there, or its row is gone. */
    private static final String OUTSIDE = """
            select null as seq, o.id as event_id, null as form, null as hash, o.waiting, e.id is null as gone, %s
              from (select x.id, u.event_id is not null as waiting
                      from audit_events x left join audit_unchained u on u.event_id = x.id
                     where x.id > ? and not exists (select 1 from audit_chain c where c.event_id = x.id)
                    union all
                    select u.event_id, true from audit_unchained u
                     where u.event_id > ? and not exists (select 1 from audit_events x where x.id = u.event_id)) o
              left join audit_events e on e.id = o.id
             order by o.id limit ?""".formatted(CanonicalForm.columns());

    private AuditEntries() {
    }

    /** @return at most so many entries that follow the position; none: that was all */
    public static List<AuditEntry> page(Connection database, AuditEntry.Position after, int most) throws SQLException {
        if (after.event() != null) {
            return outside(database, after.event(), most);
        }
        List<AuditEntry> chained = chained(database, after.place(), most);
        return chained.isEmpty() ? outside(database, Long.MIN_VALUE, most) : chained;
    }

    /** @return the signed lines that stand for what was removed, the oldest first */
    public static List<String> tombstones(Connection database) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery("select line from audit_tombstones order by place")) {
            while (row.next()) {
                lines.add(row.getString(1));
            }
        }
        return lines;
    }

    /** @return at most so many entries of the chain that follow the place */
    public static List<AuditEntry> chained(Connection database, long after, int most) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(CHAINED)) {
            query.setLong(1, after);
            query.setInt(2, most);
            return read(query);
        }
    }

    private static List<AuditEntry> outside(Connection database, long after, int most) throws SQLException {
        try (PreparedStatement query = database.prepareStatement(OUTSIDE)) {
            query.setLong(1, after);
            query.setLong(2, after);
            query.setInt(3, most);
            return read(query);
        }
    }

    private static List<AuditEntry> read(PreparedStatement query) throws SQLException {
        List<AuditEntry> entries = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long place = row.getLong("seq");
                boolean chained = !row.wasNull();
                entries.add(new AuditEntry(chained ? place : null, row.getLong("event_id"), chained ? row.getInt("form") : null, row.getString("hash"),
                        row.getBoolean("waiting"), row.getBoolean("gone") ? null : values(row)));
            }
        }
        return entries;
    }

    static List<String> values(ResultSet row) throws SQLException {
        String[] values = new String[CanonicalForm.FIELDS.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getString(CanonicalForm.FIELDS.get(i));
        }
        return CanonicalForm.values(values);
    }
}
