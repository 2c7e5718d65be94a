package io.porthole.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.porthole.audit.chain.CanonicalForm;
import io.porthole.audit.chain.ChainHead;
import io.porthole.console.comparison.ToldEnd;

/**
 * Makes a year's history in a portal's database: visits to consoles, each with its connection and ten events of the trail, which have their
 * places in the chain and are counted as the portal counts them. PostgreSQL makes the rows itself; indexes are made anew afterwards, and
 * triggers, which the portal's own role may switch off, do nothing meanwhile. The portal may run.
 *
 * <p>Their names are {@code person-0} to {@code person-499}, {@code vm-0} to {@code vm-1999}, {@code project-0} to {@code project-19},
 * {@code node-0} to {@code node-39}; what has an id has the MD5 of its name as one, such as {@code session 7}.
 */
final class HistoryFilling {

    /** They open half of all consoles, so that each of them fills a page of the history with 1,000 visits already. */
    static final int BUSY_PEOPLE = 10;
    /** Likewise half of all consoles are of these VMs, which are on the compute nodes of the same numbers. */
    static final int BUSY_VMS = 10;
    static final int PROJECTS = 20;
    static final int EVENTS_EACH = 10;

    /** Below that it is quicker to keep the indexes. */
    private static final long MANY = 50_000;
    /** ChainAppender's: while it is held, the portal makes no entry of its own. */
    private static final long CHAIN_LOCK = 0x6175646974L;
    private static final int BATCH = 20_000;
    private static final List<String> TABLES = List.of("audit_events", "console_sessions", "console_connections");

    private static final String ONE = """
            generate_series(%1$d, %2$d) i,
            lateral (select (hashint4(i) & 1048575) %% (case i %% 2 when 0 then 10 else 500 end) as u, (hashint4(i + 7) & 1048575) %% (case i / 2 %% 2 when 0 then 10 else 2000 end) as v, (hashint4(i + 13) & 1048575) %% 3000 as a,
                            now() - (%2$d - i + 1) * (interval '365 days' / %3$d) as t) x,
            lateral (select t + interval '20 minutes' + i %% 3600 * interval '1 second' as ended, 1000000 + i %% 7777 as data) y""";
    /** One VM in twenty, a busy one among them, is that which the portal of bin/bench knows. */
    private static final String VM = "case when v % 20 = 9 then uuid 'b0000000-0000-4000-8000-000000000001' else cast(md5('vm ' || v) as uuid) end";
    private static final String ADDRESS = "'10.' || a / 250 || '.' || a % 250 || '.7'";
    private static final String VISITS = """
            insert into console_sessions (id, door, user_id, user_name, instance_id, instance_name, project, node, address, state, asked_at, open_until, connected_at,
                   ended_at, end_reason, bytes_to_browser, bytes_to_vm)
            select cast(md5('session ' || i) as uuid), 'PAGE', cast(md5('user ' || u) as uuid), 'person-' || u, %s, 'vm-' || v, 'project-' || v %% 20, 'node-' || v %% 40,
                   %s, 'ENDED', t, t + interval '1 minute', t + interval '3 seconds', ended, 'BROWSER_CLOSED', data, 1000 + i %% 777
              from """.formatted(VM, ADDRESS);
    private static final String CONNECTIONS = """
            insert into console_connections (id, session_id, portal_node, portal_boot, address, opened_at, established_at, closed_at, end_reason, bytes_to_browser, bytes_to_vm)
            select cast(md5('connection ' || i) as uuid), cast(md5('session ' || i) as uuid), 'portal', cast(md5('boot') as uuid), %s, t + interval '2 seconds',
                   t + interval '3 seconds', ended, 'BROWSER_CLOSED', data, 1000 + i %% 777
              from """.formatted(ADDRESS);
    private static final String EVENTS = """
            insert into audit_events (at, action, user_name, address, instance_id, instance_name, project, node, session_id, door, refusal, incident, detail,
                   forwarded_believed, user_agent, portal_node)
            select t + k * interval '2 seconds', (array['SIGNED_IN', 'CONSOLE_AUTHORIZED', 'CONSOLE_CONNECTED', 'RECORDING_STARTED', 'POWER_ACTION', 'CONSOLE_REFUSED',
                   'RECORDING_ENDED', 'CONSOLE_ENDED', 'API_TOKEN_ISSUED', 'SIGNED_OUT'])[k + 1], 'person-' || u, %s,
                   case when k between 1 and 7 then %s end, case when k between 1 and 7 then 'vm-' || v end, case when k between 1 and 7 then 'project-' || v %% 20 end,
                   case when k between 1 and 7 then 'node-' || v %% 40 end, case when k in (1, 2, 3, 6, 7) then cast(md5('session ' || i) as uuid) end,
                   case when k in (1, 2, 7) then 'PAGE' end, case when k = 5 and i %% 10 = 0 then 'LIMIT_REACHED' end, gen_random_uuid(),
                   case when k = 7 then (select %s from (select t as asked_at) s, (select 'BROWSER_CLOSED' as end_reason, cast(md5('connection ' || i) as uuid) as id, t + interval '2 seconds' as opened_at,
                          t + interval '3 seconds' as established_at, ended as closed_at, data as bytes_to_browser, 1000 + i %% 777 as bytes_to_vm) c)
                        else '' end, false, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'portal'
              from """.formatted(ADDRESS, VM, ToldEnd.OF_CONNECTION);

    private final HistoryDatabase database;

    HistoryFilling(HistoryDatabase database) {
        this.database = database;
    }

    /** @param first number of the first visit that is made; last, of the last one, which was a moment ago: the first was a year before */
    void fill(long first, long last) throws SQLException, InterruptedException {
        String one = " " + ONE.formatted(first, last, last - first + 1);
        long lastEvent = database.number("select coalesce(max(id), 0) from audit_events");
        List<String> indexes = last - first < MANY ? List.of() : dropIndexes();
        switchTriggers("disable");
        step("rows", () -> atOnce(List.of(VISITS + one, CONNECTIONS + one), List.of(EVENTS + one + ", lateral generate_series(0, 9 + 0 * i) k")));
        step("indexes", () -> makeIndexes(indexes));
        switchTriggers("enable");
        step("chain", () -> chain(lastEvent));
        step("statistics", () -> {
            for (String table : List.of("audit_events", "console_sessions", "console_connections", "audit_chain")) {
                database.run("vacuum analyze " + table);
            }
            database.run("checkpoint", true);
        });
        // After the statistics: the portal's plans were made for few rows, and are made anew only then.
        step("counting of use", () -> {
            database.run("insert into usage_waiting select id from console_sessions where asked_at >= now() - interval '366 days' on conflict do nothing");
            while (database.number("select count(*) from usage_waiting") > 0) {
                Thread.sleep(200);
            }
            database.run("vacuum analyze usage_days");
        });
    }

    private void switchTriggers(String how) throws SQLException {
        database.run("alter table audit_events " + how + " trigger user");
        database.run("alter table console_sessions " + how + " trigger user");
    }

    /** @return how each is made */
    private List<String> dropIndexes() throws SQLException {
        List<String> made = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("select indexname, indexdef from pg_indexes where tablename in ('" + String.join("', '", TABLES)
                    + "') and indexname not like '%pkey' order by indexname")) {
                while (row.next()) {
                    dropped.add("drop index " + row.getString(1));
                    made.add(row.getString(2));
                }
            }
            for (String drop : dropped) {
                statement.execute(drop);
            }
        }
        return made;
    }

    private void makeIndexes(List<String> indexes) throws SQLException, InterruptedException {
        BlockingQueue<String> waiting = new LinkedBlockingQueue<>(indexes);
        Work maker = () -> {
            for (String index = waiting.poll(); index != null; index = waiting.poll()) {
                database.run(index);
            }
        };
        together(maker, maker);
    }

    private void atOnce(List<String> some, List<String> others) throws SQLException, InterruptedException {
        together(() -> runAll(some), () -> runAll(others));
    }

    private void runAll(List<String> statements) throws SQLException {
        for (String statement : statements) {
            database.run(statement);
        }
    }

    /** One reads and hashes while the other one writes. */
    private void chain(long lastEvent) throws SQLException, InterruptedException {
        BlockingQueue<Entries> made = new ArrayBlockingQueue<>(4);
        try (Connection writing = database.open()) {
            writing.setAutoCommit(false);
            try (Statement statement = writing.createStatement()) {
                statement.execute("select pg_advisory_xact_lock(" + CHAIN_LOCK + ")");
            }
            ChainHead head = ChainHead.of(writing);
            together(() -> read(lastEvent, head, made), () -> write(writing, made));
            writing.commit();
        }
    }

    /** Some entries in their order; none: that was all. */
    private record Entries(long before, List<Long> events, List<String> hashes) {
    }

    private void read(long lastEvent, ChainHead head, BlockingQueue<Entries> made) throws SQLException, InterruptedException {
        long place = head.place();
        String before = head.hash();
        try (Connection reading = database.open()) {
            reading.setAutoCommit(false);
            try (PreparedStatement query = reading.prepareStatement("select " + CanonicalForm.columns() + " from audit_events e where e.id > ? and not exists"
                    + " (select from audit_unchained u where u.event_id = e.id) and not exists (select from audit_chain c where c.event_id = e.id) order by e.id")) {
                query.setLong(1, lastEvent);
                query.setFetchSize(BATCH);
                Entries entries = new Entries(place, new ArrayList<>(), new ArrayList<>());
                try (ResultSet row = query.executeQuery()) {
                    String[] values = new String[CanonicalForm.FIELDS.size()];
                    while (row.next()) {
                        for (int i = 0; i < values.length; i++) {
                            values[i] = row.getString(i + 1);
                        }
                        before = CanonicalForm.hash(before, CanonicalForm.values(values));
                        entries.events().add(Long.valueOf(values[0]));
                        entries.hashes().add(before);
                        if (entries.events().size() == BATCH) {
                            made.put(entries);
                            place += BATCH;
                            entries = new Entries(place, new ArrayList<>(), new ArrayList<>());
                        }
                    }
                }
                if (!entries.events().isEmpty()) {
                    made.put(entries);
                }
            }
        } finally {
            made.put(new Entries(0, List.of(), List.of()));
        }
    }

    private static void write(Connection writing, BlockingQueue<Entries> made) throws SQLException, InterruptedException {
        try (PreparedStatement insert = writing.prepareStatement("""
                insert into audit_chain (seq, event_id, form, hash)
                select ? + position, event_id, ?, decode(hash, 'hex') from unnest(?::bigint[], ?::text[]) with ordinality as e(event_id, hash, position)""")) {
            for (Entries entries = made.take(); !entries.events().isEmpty(); entries = made.take()) {
                insert.setLong(1, entries.before());
                insert.setInt(2, CanonicalForm.NUMBER);
                insert.setArray(3, writing.createArrayOf("bigint", entries.events().toArray()));
                insert.setArray(4, writing.createArrayOf("text", entries.hashes().toArray()));
                insert.executeUpdate();
            }
        }
    }

    // ---- two at a time, and how long it took

    /** A part of the work. */
    private interface Work {
        void work() throws SQLException, InterruptedException;
    }

    private static void step(String name, Work work) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        work.work();
        System.out.println("    " + name + ": " + Report.number((System.nanoTime() - start) / 1e9) + " s");
    }

    private static void together(Work one, Work other) throws SQLException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (Work work : List.of(one, other)) {
                parts.add(threads.submit(() -> {
                    work.work();
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new SQLException("the history cannot be made", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
