package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/**
 * How much consoles are used: at which hours, by whom, of which VMs.
 *
 * <p>A visit that connects for the first time is noted in {@code usage_waiting}, in the same transaction, and counted by {@link #count}
 * a moment later: by hours, and by days for people and VMs. Of these the first ten are kept for each span of days, so that the
 * page asks as few rows for millions of visits as for a thousand.
 */
@ApplicationScoped
public class ConsoleUsage {

    /** For so many days back there are figures. */
    public static final List<Integer> SPANS = List.of(7, 30, 90);
    static final int BATCH = 10_000;
    /** Any number that nobody else locks: "usage" in ASCII. */
    private static final long LOCK = 0x7573616765L;
    private static final int PLACES = 10;
    /** Spans move on by themselves, though nobody opens a console. */
    private static final Duration OLDEST = Duration.ofHours(1);
    /** Of the time, at most one part in so many is spent on making the first ones anew. */
    private static final int SHARE = 20;

    /**
     * The places of those that wait are handed over as an array, and each visit is looked up by its id: joined freely, PostgreSQL may prefer to read all of them. A
     * plan that was made for few rows is kept until their tables are analyzed.
     */
    private static final String COUNT = """
            with taken as (
                delete from usage_waiting where ctid = any (array(select ctid from usage_waiting limit :most)) returning session_id),
            visits as (
                select date_trunc('hour', s.connected_at, 'UTC') as hour, s.user_name, cast(s.instance_id as text) as vm, s.instance_name
                  from taken cross join lateral (select * from console_sessions v where v.id = taken.session_id offset 0) s where s.connected_at is not null),
            hours as (
                insert into usage_hours (hour, visits) select hour, count(*) from visits group by hour order by hour
                    on conflict (hour) do update set visits = usage_hours.visits + excluded.visits),
            named as (
                select cast(hour at time zone 'UTC' as date) as day, 'USER' as kind, lower(user_name) as key, user_name as name from visits
                union all
                select cast(hour at time zone 'UTC' as date), 'VM', vm, instance_name from visits),
            days as (
                insert into usage_days (day, kind, key, name, visits) select day, kind, key, max(name), count(*) from named group by day, kind, key
                    on conflict (day, kind, key) do update set visits = usage_days.visits + excluded.visits, name = excluded.name)
            select count(*) from taken""";
    private static final String FIRST = """
            insert into usage_tops (days, kind, place, name, visits)
            select spans.days, ranked.kind, ranked.place, ranked.name, ranked.visits
              from unnest(cast(:spans as smallint[])) as spans (days) cross join lateral (
                   select kind, row_number() over (partition by kind order by sum(visits) desc, key) as place, max(name) as name, sum(visits) as visits
                     from usage_days where day > cast(now() at time zone 'UTC' as date) - spans.days group by kind, key) ranked
             where ranked.place <= :places""";
    private static final String HOURS = """
            select cast(extract(isodow from hour at time zone :zone) as integer) as weekday, cast(extract(hour from hour at time zone :zone) as integer) as hour,
                   cast(sum(visits) as bigint) as visits
              from usage_hours where hour > :since group by 1, 2""";

    private final Clock clock;
    /** Of the one thread that counts. */
    private Instant nextFirst = Instant.EPOCH;
    private Instant oldFirst = Instant.EPOCH;
    private boolean counted;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleUsage() {
        this(null);
    }

    @Inject
    public ConsoleUsage(Clock clock) {
        this.clock = clock;
    }

    /** @param weekday from 1, Monday; hour, from 0 */
    public record Hour(int weekday, int hour, long visits) {
    }

    /** @param kind USER or VM */
    public record Place(String kind, String name, long visits) {
    }

    /**
     * Counts some of those that wait, at one portal node at a time; another one finds the lock taken and does nothing.
     *
     * @return whether it took as many as it takes at once: others may wait still, as after the first start with an old history
     */
    @Transactional
    public boolean count() {
        if (!(Boolean) database.createNativeQuery("select pg_try_advisory_xact_lock(:lock)").setParameter("lock", LOCK).getSingleResult()) {
            return false;
        }
        boolean waiting = (Boolean) database.createNativeQuery("select exists (select from usage_waiting)").getSingleResult();
        long taken = waiting ? ((Number) database.createNativeQuery(COUNT).setParameter("most", BATCH).getSingleResult()).longValue() : 0;
        counted |= taken > 0;
        renewFirst();
        return taken == BATCH;
    }

    private void renewFirst() {
        Instant begun = clock.instant();
        if (begun.isBefore(nextFirst) || !counted && begun.isBefore(oldFirst)) {
            return;
        }
        database.createNativeQuery("delete from usage_tops").executeUpdate();
        database.createNativeQuery(FIRST).setParameter("spans", SPANS.stream().map(String::valueOf).toArray(String[]::new)).setParameter("places", PLACES).executeUpdate();
        counted = false;
        oldFirst = begun.plus(OLDEST);
        nextFirst = clock.instant().plus(Duration.between(begun, clock.instant()).multipliedBy(SHARE));
    }

    /**
     * @param days one of {@link #SPANS}
     * @param zone whose hours and weekdays they are; where it is off by a part of an hour, whole hours of UTC are counted with the one that they begin in
     * @return those in which there were any
     */
    @Transactional
    public List<Hour> hours(int days, String zone) {
        List<?> rows = database.createNativeQuery(HOURS, Tuple.class).setParameter("zone", zone).setParameter("since", clock.instant().minus(Duration.ofDays(days))).getResultList();
        return rows.stream().map(Tuple.class::cast).map(row -> new Hour(row.get("weekday", Integer.class), row.get("hour", Integer.class), row.get("visits", Long.class))).toList();
    }

    /** The most frequent people and VMs, the first ones first. */
    @Transactional
    public List<Place> first(int days) {
        List<?> rows = database.createNativeQuery("select kind, name, visits from usage_tops where days = :days order by kind, place", Tuple.class)
                .setParameter("days", (short) days).getResultList();
        return rows.stream().map(Tuple.class::cast).map(row -> new Place(row.get("kind", String.class), row.get("name", String.class), row.get("visits", Long.class))).toList();
    }
}
