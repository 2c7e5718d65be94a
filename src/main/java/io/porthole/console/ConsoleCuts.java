package io.porthole.console;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.identity.User;

/**
 * Ends visits for good: those of others by an administrator, their own by everybody. What is written here reaches the portal node
 * that holds the console by {@link ReasonNews}; no token of a visit that was cut admits any more.
 */
@ApplicationScoped
public class ConsoleCuts {

    /** In letters; what the WebSocket's Close frame cannot hold stands in the history. */
    public static final int LONGEST_WORDS = 200;

    private static final String CUT = """
            with cut as (
                update console_sessions set cut_at = :now, cut_as = :as, cut_by = :by, cut_words = :words
                 where cut_at is null and open and %s = :id
                returning id, user_name, instance_id, instance_name, project, node, door)
            select * from cut""";

    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleCuts() {
        this(null, null);
    }

    @Inject
    public ConsoleCuts(AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param words to the person; empty where there are none
     * @return how many visits were cut; none when it had ended already
     * @throws ConsoleRefused NOT_PERMITTED; SESSION_NOT_FOUND for somebody who may not know of it
     */
    @Transactional(dontRollbackOn = ConsoleRefused.class)
    public int cutSession(User by, UUID sessionId, String words, String address) throws ConsoleRefused {
        ConsoleSession session = database.find(ConsoleSession.class, sessionId);
        boolean own = session != null && by.id().equals(session.userId());
        if (session == null || !own && !by.administrator()) {
            boolean mayKnow = session == null || by.mayAudit();
            throw refused(by, mayKnow && session != null ? ConsoleRefusal.NOT_PERMITTED : ConsoleRefusal.SESSION_NOT_FOUND, "console session " + sessionId, address);
        }
        return cut("id", sessionId, own ? RelayEnd.ENDED_BY_USER : RelayEnd.CUT_BY_ADMINISTRATOR, by, words, address);
    }

    /** Every visit of a user that is not over; their own, or by an administrator. */
    @Transactional(dontRollbackOn = ConsoleRefused.class)
    public int cutUser(User by, UUID userId, String words, String address) throws ConsoleRefused {
        boolean own = by.id().equals(userId);
        if (!own && !by.administrator()) {
            throw refused(by, ConsoleRefusal.NOT_PERMITTED, "all consoles of user " + userId, address);
        }
        return cut("user_id", userId, own ? RelayEnd.ENDED_BY_USER : RelayEnd.CUT_BY_ADMINISTRATOR, by, words, address);
    }

    /** Every visit to a VM that is not over, by an administrator. */
    @Transactional(dontRollbackOn = ConsoleRefused.class)
    public int cutInstance(User by, UUID instanceId, String words, String address) throws ConsoleRefused {
        if (!by.administrator()) {
            throw refused(by, ConsoleRefusal.NOT_PERMITTED, "all consoles of VM " + instanceId, address);
        }
        return cut("instance_id", instanceId, RelayEnd.CUT_BY_ADMINISTRATOR, by, words, address);
    }

    /** @param column which one must hold the id */
    private int cut(String column, UUID id, RelayEnd as, User by, String words, String address) {
        String said = clean(words);
        List<?> cut = database.createNativeQuery(CUT.formatted(column), Tuple.class).setParameter("now", clock.instant()).setParameter("as", as.name())
                .setParameter("by", by.name()).setParameter("words", said).setParameter("id", id).getResultList();
        audit.recordAll(cut.stream().map(row -> event((Tuple) row, as, by, said, address)).toList());
        return cut.size();
    }

    private static AuditEvent event(Tuple row, RelayEnd as, User by, String said, String address) {
        return AuditEvent.of(AuditAction.CONSOLE_CUT).by(by.name(), address).about(row.get("user_name", String.class))
                .on(row.get("instance_id", UUID.class), row.get("instance_name", String.class), row.get("project", String.class), row.get("node", String.class))
                .in(row.get("id", UUID.class), row.get("door", String.class))
                .saying(as + ", of " + row.get("user_name", String.class) + (said.isEmpty() ? "" : ": " + said));
    }

    /** The words of an administrator go to a stranger's page and into logs: one line of plain text. */
    private static String clean(String words) {
        String plain = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.codePointCount(0, plain.length()) <= LONGEST_WORDS ? plain : plain.substring(0, plain.offsetByCodePoints(0, LONGEST_WORDS));
    }

    private ConsoleRefused refused(User by, ConsoleRefusal why, String what, String address) {
        AuditEvent event = AuditEvent.of(AuditAction.CONSOLE_CUT_REFUSED).by(by.name(), address).refusedFor(why.name()).saying(what);
        audit.recordRefusal(event);
        return new ConsoleRefused(why, event.incident(), null, what);
    }
}
