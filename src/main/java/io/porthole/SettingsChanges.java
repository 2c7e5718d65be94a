package io.porthole;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.settings.Settings;

/**
 * Tells in the trail what was changed in the settings since this portal node was started last. What lies in files that a setting names is not looked at. A node under a new name is
 * compared with the one that was started last: it may be the same machine, which is called otherwise.
 */
@ApplicationScoped
public class SettingsChanges {

    /** Of one event; there are as many as it takes. */
    private static final int MOST_CHARACTERS = 850;
    private static final int MOST_OF_A_VALUE = 200;
    private static final int MOST_OF_A_NAME = 60;
    /** This node itself, where it is known; else the last of the others. */
    private static final String LAST_STARTED = "select portal_node from settings_in_force order by portal_node = :node desc, started_at desc limit 1";

    private final String portalNode = System.getProperty("jboss.node.name", "portal");
    private final Settings settings;
    private final AuditTrail audit;

    @PersistenceContext
    private EntityManager database;

    protected SettingsChanges() {
        this(null, null);
    }

    @Inject
    public SettingsChanges(Settings settings, AuditTrail audit) {
        this.settings = settings;
        this.audit = audit;
    }

    /** The very first start tells nothing: there is nothing to compare with. */
    @Transactional
    public void record() {
        SortedMap<String, String> now = new TreeMap<>();
        settings.inForce().stream().filter(setting -> setting.from() != null).forEach(setting -> now.put(setting.key(), setting.value()));
        String compared = (String) database.createNativeQuery(LAST_STARTED, String.class).setParameter("node", portalNode).getResultList().stream().findFirst().orElse(null);
        if (compared != null) {
            for (String part : parts(changes(before(compared), now))) {
                audit.record(AuditEvent.of(AuditAction.SETTINGS_CHANGED).saying(introduction(compared) + part));
            }
        }
        database.createNativeQuery("delete from settings_in_force where portal_node = :node").setParameter("node", portalNode).executeUpdate();
        for (Map.Entry<String, String> setting : now.entrySet()) {
            database.createNativeQuery("insert into settings_in_force (portal_node, key, value) values (:node, :key, :value)")
                    .setParameter("node", portalNode).setParameter("key", setting.getKey()).setParameter("value", setting.getValue()).executeUpdate();
        }
    }

    private String introduction(String compared) {
        return compared.equals(portalNode) ? "" : "a new portal node, compared with " + shown(compared, MOST_OF_A_NAME) + ": ";
    }

    private SortedMap<String, String> before(String node) {
        SortedMap<String, String> before = new TreeMap<>();
        List<?> rows = database.createNativeQuery("select key, value from settings_in_force where portal_node = :node", Tuple.class).setParameter("node", node).getResultList();
        rows.stream().map(Tuple.class::cast).forEach(row -> before.put(row.get("key", String.class), row.get("value", String.class)));
        return before;
    }

    static List<String> changes(SortedMap<String, String> before, SortedMap<String, String> now) {
        SortedMap<String, String> all = new TreeMap<>(before);
        all.putAll(now);
        List<String> changes = new ArrayList<>();
        for (String key : all.keySet()) {
            if (!now.containsKey(key)) {
                changes.add(key + ": " + shown(before.get(key)) + " taken out");
            } else if (!before.containsKey(key)) {
                changes.add(key + ": " + shown(now.get(key)) + " added");
            } else if (!before.get(key).equals(now.get(key))) {
                changes.add(key + ": " + shown(before.get(key)) + " is now " + shown(now.get(key)));
            }
        }
        return changes;
    }

    static List<String> parts(List<String> changes) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String change : changes) {
            if (!part.isEmpty() && part.length() + change.length() > MOST_CHARACTERS) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.isEmpty() ? "" : "; ").append(change);
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static String shown(String value) {
        return shown(value, MOST_OF_A_VALUE);
    }

    private static String shown(String value, int most) {
        return "'" + (value.length() > most ? value.substring(0, most) + "…" : value) + "'";
    }
}
