package io.porthole.audit;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;

/**
 * The conditions of one search among very many rows, newest first.
 *
 * <p>At most one of them is <em>found</em>: an index leads to its rows, however many others there are. All others are <em>looked
 * for</em> among the rows that it leads to, at most {@link #WINDOW} of them at a time. So no search takes long; one that has
 * not found enough says how far it looked, and goes on from there.
 */
public final class RowSearch {

    /** So many rows are read in some milliseconds. */
    public static final int WINDOW = 5_000;

    private final StringBuilder found = new StringBuilder();
    private final StringBuilder lookedFor = new StringBuilder();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private boolean led;

    /** A bound of the rows' order, which every index of theirs follows. */
    public void within(String condition, String name, Object value) {
        found.append(" and ").append(condition);
        values.put(name, value);
    }

    /** By one whole value, which an index has. */
    public void byWhole(String condition, String name, Object value) {
        add(condition, name, value, !led);
        led = true;
    }

    /** What no index knows. */
    public void byLooking(String condition, String name, Object value) {
        add(condition, name, value, false);
    }

    private void add(String condition, String name, Object value, boolean leads) {
        (leads ? found : lookedFor).append(" and ").append(condition);
        if (name != null) {
            values.put(name, value);
        }
    }

    /**
     * A name: the whole one if there is any row of it, else each that has the words in it.
     *
     * @param column in SQL, as the index has it: in small letters
     * @param known a query that has a row when there is one of the whole name {@code :whole}
     */
    public void byName(EntityManager database, String column, String name, String words, String known) {
        if (words == null || words.isBlank()) {
            return;
        }
        String whole = words.strip().toLowerCase(Locale.ROOT);
        if (database.createNativeQuery(known).setParameter("whole", whole).getResultList().isEmpty()) {
            byLooking(column + " like :" + name + " escape '!'", name, pattern(words));
        } else {
            byWhole(column + " = :" + name, name, whole);
        }
    }

    /** @return for {@code like … escape '!'}, in small letters */
    public static String pattern(String words) {
        return "%" + words.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }

    /** In SQL, each with its "and" before it. */
    public String found() {
        return found.toString();
    }

    public String lookedFor() {
        return lookedFor.toString();
    }

    /** Whether only a window of the rows is looked at. */
    public boolean looks() {
        return !lookedFor.isEmpty();
    }

    /** Gives the query those values that it asks for. */
    public Query bind(Query query) {
        query.getParameters().forEach(parameter -> {
            if (values.containsKey(parameter.getName())) {
                query.setParameter(parameter.getName(), values.get(parameter.getName()));
            }
        });
        return query;
    }
}
