package io.porthole.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.RowSearch;
import io.porthole.console.ConsoleHistory.Filter;

/**
 * The visits of the history by how long they were, or by how much data went, however many there are. An index has them in their order, and what is filtered is
 * looked for among so many of them at a time. Only where that fills no page are the filter's visits counted, and sorted if they are few.
 */
@ApplicationScoped
public class MeasuredVisits {

    /** Fewer than where the order is that of time: one after the other in such an order they lie anywhere on the disk. */
    private static final int WINDOW = 2_000;

    private static final String VISITS = "select * from (select " + ConsoleHistory.OF_A_VISIT + ", duration_micros, bytes_in_all from console_sessions) v where ";

    /** @param amount of the order's measure: bytes, or microseconds */
    public record Position(long amount, UUID id) {
    }

    /**
     * @param previous where the page before this one ends; null: there is none
     * @param next where the page after this one begins; null: there is none
     * @param looked whether more were to be looked at than was done; next goes on
     */
    public record Page(List<HistoryEntry> entries, Position previous, Position next, boolean looked) {
    }

    @PersistenceContext
    private EntityManager database;

    /**
     * @param filter of any state: only visits that ended are there
     * @param place null: at the beginning
     * @param back whether the page ends at the place, and does not begin there
     */
    @Transactional
    public Page page(Filter filter, HistoryOrder order, Position place, boolean back, int size) {
        Search search = new Search(ConsoleHistory.narrowed(database, new RowSearch(), filter.ofAnyState()), order, place, back);
        List<HistoryEntry> found = search.looked(size + 1);
        Position edge = found.size() > size ? null : search.edge();
        if (edge != null && search.isFew()) {
            found = search.sorted(size + 1);
            edge = null;
        }
        boolean more = found.size() > size;
        List<HistoryEntry> shown = new ArrayList<>(more ? found.subList(0, size) : found);
        Position further = more ? search.position(shown.get(size - 1)) : edge;
        Position behind = shown.isEmpty() ? place : search.position(shown.get(0));
        if (back) {
            Collections.reverse(shown);
            return new Page(shown, further, behind, false);
        }
        return new Page(shown, place == null ? null : behind, further, edge != null);
    }

    /** One page that is asked for. */
    private final class Search {

        private final RowSearch search;
        private final HistoryOrder order;
        private final Position place;
        private final String side;
        private final String direction;

        Search(RowSearch search, HistoryOrder order, Position place, boolean back) {
            this.search = search;
            this.order = order;
            this.place = place;
            boolean falling = order.falling() != back;
            this.side = falling ? "<" : ">";
            this.direction = falling ? "desc" : "asc";
        }

        Position position(HistoryEntry entry) {
            return new Position(order.amount(entry), entry.id());
        }

        /** Whether what an index finds is little enough to be sorted. In the order of time, as that index is: else PostgreSQL reads the table where it expects many. */
        boolean isFew() {
            if (search.found().isEmpty()) {
                return false;
            }
            String some = ended() + search.found() + " order by asked_at desc, id desc limit " + (WINDOW + 1);
            return ((Number) search.bind(database.createNativeQuery("select count(*) from (" + some + ") w")).getSingleResult()).intValue() <= WINDOW;
        }

        List<HistoryEntry> looked(int most) {
            return entries("select * from (" + ended() + beyond() + ordered(looks() ? WINDOW : most) + ") v where true", most);
        }

        List<HistoryEntry> sorted(int most) {
            return entries(ended() + beyond(), most);
        }

        private List<HistoryEntry> entries(String rows, int most) {
            String sql = ConsoleHistory.SHOWN + rows + search.found() + search.lookedFor() + ordered(most) + ") p" + ordered(most);
            List<?> found = bind(database.createNativeQuery(sql, Tuple.class)).getResultList();
            return found.stream().map(row -> HistoryEntry.of((Tuple) row)).toList();
        }

        /** @return the last one that was looked at, when there may be more behind it; else null */
        Position edge() {
            if (!looks()) {
                return null;
            }
            String last = ended() + beyond() + ordered(1) + " offset " + (WINDOW - 1);
            List<?> rows = bind(database.createNativeQuery("select " + order.measure() + " as amount, id from (" + last + ") v", Tuple.class)).getResultList();
            return rows.stream().map(Tuple.class::cast).map(row -> new Position(row.get("amount", Long.class), row.get("id", UUID.class))).findFirst().orElse(null);
        }

        private boolean looks() {
            return !search.found().isEmpty() || search.looks();
        }

        /** Others have no measure. */
        private String ended() {
            return VISITS + order.measure() + " is not null";
        }

        private String beyond() {
            return place == null ? "" : " and (" + order.measure() + ", id) " + side + " (:amount, :id)";
        }

        private String ordered(int most) {
            return " order by " + order.measure() + " " + direction + ", id " + direction + " limit " + most;
        }

        private Query bind(Query query) {
            if (place != null) {
                query.setParameter("amount", place.amount()).setParameter("id", place.id());
            }
            return search.bind(query);
        }
    }
}
