package io.porthole.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;

/**
 * Some rows, by name: those of one page, which is found by the name beside it, so that the last page takes no longer than the first.
 *
 * @param total how many there are on all pages of this search
 * @param before whether there are others before these; after, behind them
 */
record NamedRows<R>(List<R> rows, long total, boolean before, boolean after) {

    /**
     * What is leafed through.
     *
     * @param alias of a row in {@code found}
     * @param found from which on the query is, with :words and :pattern in it, words without capitals and a pattern that contains them; empty words find all
     * @param order how a name counts in the order, such as {@code lower(%s)}
     */
    record Source<R>(EntityManager database, Class<R> type, String alias, String found, String order) {

        /**
         * @param place the name behind which the page begins, or before which it ends; empty: at the first
         * @param backwards whether it ends there
         */
        NamedRows<R> page(String words, String place, boolean backwards, int size) {
            long total = searching(database.createQuery("select count(" + alias + ") " + found, Long.class), words).getSingleResult();
            String name = order.formatted(alias + ".name");
            String side = place.isEmpty() ? "" : " and " + name + (backwards ? " < " : " > ") + order.formatted(":place");
            TypedQuery<R> query = searching(database.createQuery("select " + alias + " " + found + side + " order by " + name + (backwards ? " desc" : " asc"), type), words);
            if (!place.isEmpty()) {
                query.setParameter("place", place);
            }
            List<R> rows = new ArrayList<>(query.setMaxResults(size + 1).getResultList());
            boolean more = rows.size() > size;
            List<R> shown = more ? rows.subList(0, size) : rows;
            if (backwards) {
                Collections.reverse(shown);
            }
            return new NamedRows<>(shown, total, backwards ? more : !place.isEmpty(), backwards || more);
        }

        private static <T> TypedQuery<T> searching(TypedQuery<T> query, String words) {
            String searched = words.strip().toLowerCase(Locale.ROOT);
            return query.setParameter("words", searched).setParameter("pattern", "%" + searched.replaceAll("([!%_])", "!$1") + "%");
        }
    }
}
