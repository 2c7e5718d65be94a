package io.porthole.audit;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Adds to the trail; there is nothing here that changes or removes, and PostgreSQL would refuse it. */
@ApplicationScoped
public class AuditTrail {

    private static final System.Logger LOG = System.getLogger("io.porthole.audit");

    private final String portalNode = System.getProperty("jboss.node.name", "portal");

    @PersistenceContext
    private EntityManager database;

    /** With the transaction under way: what did not happen leaves no row. */
    @Transactional
    public void record(AuditEvent event) {
        insert(event);
    }

    /** Many at once, in their order, for the price of one. */
    @Transactional
    public void recordAll(List<AuditEvent> events) {
        AuditEventColumns.bind(database.createNativeQuery(AuditEventColumns.INSERT), events.stream().map(this::row).toList()).executeUpdate();
    }

    /**
     * For a statement that does something and tells of it in one round trip; {@link #bind} gives its parameters.
     *
     * @param condition in SQL: whether it was done; what did not happen leaves no row
     */
    public static String insertIf(String condition) {
        return AuditEventColumns.insertIf(condition);
    }

    /**
     * @param first the position of the first parameter of {@link #insertIf}
     * @return the position after the last of them
     */
    public int bind(PreparedStatement statement, int first, AuditEvent event) throws SQLException {
        return AuditEventColumns.bind(statement, first, row(event));
    }

    private AuditEventColumns.Row row(AuditEvent event) {
        return new AuditEventColumns.Row(event, RequestCircumstances.here(), portalNode);
    }

    /** In a transaction of its own, so that the row of a refusal outlives the rollback of what was refused. */
    @Transactional(TxType.REQUIRES_NEW)
    public void recordRefusal(AuditEvent event) {
        insert(event);
        LOG.log(System.Logger.Level.INFO, "{0} {1} user={2} from={3} instance={4} incident={5} {6}", event.action(), event.refusal(),
                event.userName(), event.address(), event.instanceId(), event.incident(), event.detail());
    }

    /**
     * Looks for wrong passwords that no right one of the same user from the same address followed.
     *
     * @param nth from the latest, which is 1
     * @param address null looks at those from anywhere
     * @param userName null looks at those for anybody
     * @return when the nth of them was; empty when there were fewer
     */
    @Transactional
    public Optional<Instant> wrongPassword(int nth, String address, String userName, Instant since) {
        List<?> found = database.createNativeQuery("""
                select at from audit_events refused
                 where action = 'SIGN_IN_REFUSED' and refusal = 'WRONG_PASSWORD' and at > :since
                   and (:anywhere or address = :address) and (:anybody or lower(user_name) = lower(:userName))
                   and not exists (select 1 from audit_events good where good.action in ('SIGNED_IN', 'API_TOKEN_ISSUED') and good.at > refused.at
                         and good.address = refused.address and lower(good.user_name) = lower(refused.user_name))
                 order by at desc""", Instant.class)
                .setParameter("since", since)
                .setParameter("anywhere", address == null).setParameter("address", String.valueOf(address))
                .setParameter("anybody", userName == null).setParameter("userName", String.valueOf(userName))
                .setFirstResult(nth - 1).setMaxResults(1).getResultList();
        return found.stream().findFirst().map(Instant.class::cast);
    }

    private void insert(AuditEvent event) {
        recordAll(List.of(event));
    }
}
