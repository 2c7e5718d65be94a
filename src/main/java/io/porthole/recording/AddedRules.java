package io.porthole.recording;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/** The rules of recording that administrators add to those of the settings, and take back. Who may do it is for the caller to ask. */
@ApplicationScoped
public class AddedRules {

    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected AddedRules() {
        this(null, null);
    }

    @Inject
    public AddedRules(AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    public List<AddedRule> all() {
        List<?> rows = database.createNativeQuery("select kind, target, name, added_by, added_at from recording_rules order by kind, lower(name), target", Tuple.class).getResultList();
        return rows.stream().map(Tuple.class::cast).map(row -> new AddedRule(AddedRule.Kind.valueOf(row.get("kind", String.class)), row.get("target", String.class),
                row.get("name", String.class), row.get("added_by", String.class), row.get("added_at", Instant.class))).toList();
    }

    /** Holds for whoever comes from now on. One that is there already stays as it is. */
    @Transactional
    public void add(AddedRule.Kind kind, String target, String name, String by, String address) {
        int added = database.createNativeQuery("""
                insert into recording_rules (kind, target, name, added_by, added_at) values (:kind, :target, :name, :by, :now) on conflict (kind, target) do nothing""")
                .setParameter("kind", kind.name()).setParameter("target", target).setParameter("name", name).setParameter("by", by)
                .setParameter("now", clock.instant()).executeUpdate();
        if (added > 0) {
            audit.record(AuditEvent.of(AuditAction.RECORDING_RULE_ADDED).by(by, address).saying(kind + " " + name + (name.equals(target) ? "" : " (" + target + ")")));
        }
    }

    /** Somebody wanted a rule that there cannot be. */
    public void refuse(String wanted, String why, String by, String address) {
        audit.recordRefusal(AuditEvent.of(AuditAction.ADMINISTRATION_REFUSED).by(by, address).refusedFor(why).saying("record " + wanted));
    }

    /** @return false where there is no such rule */
    @Transactional
    public boolean remove(AddedRule.Kind kind, String target, String by, String address) {
        List<?> removed = database.createNativeQuery("delete from recording_rules where kind = :kind and target = :target returning name")
                .setParameter("kind", kind.name()).setParameter("target", target).getResultList();
        for (Object name : removed) {
            audit.record(AuditEvent.of(AuditAction.RECORDING_RULE_REMOVED).by(by, address).saying(kind + " " + name + (name.equals(target) ? "" : " (" + target + ")")));
        }
        return !removed.isEmpty();
    }
}
