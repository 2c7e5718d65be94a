package io.porthole.audit;

import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.porthole.audit.chain.AuditEntries;
import io.porthole.audit.chain.ChainAppender;
import io.porthole.audit.chain.ChainHead;
import io.porthole.audit.chain.Checkpoint;
import io.porthole.audit.chain.Tombstone;

/** The chain of the trail in the portal's database, each step in a transaction of its own. */
@ApplicationScoped
public class AuditChain {

    /** Some milliseconds of work, and a page of memory. */
    static final int BATCH = 2_000;

    @Resource(lookup = "java:jboss/datasources/Porthole")
    private DataSource dataSource;

    /** @return how many entries it made; a full batch: there may be more to do */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public int append() {
        return ask(database -> ChainAppender.append(database, BATCH));
    }

    /** @return nothing while there is no entry */
    @Transactional
    public Optional<Checkpoint> checkpoint(String node) {
        return ask(database -> {
            String until = ChainHead.chainedUntil(database);
            ChainHead head = ChainHead.of(database);
            return head.place() == 0 ? Optional.empty() : Optional.of(Checkpoint.of(head, until, node));
        });
    }

    /** Whether the chain still is at that place what it was. */
    @Transactional
    public boolean has(Checkpoint checkpoint) {
        return ask(database -> ChainHead.hashAt(database, checkpoint.place())).filter(checkpoint.hash()::equals).isPresent();
    }

    /** Whether that place is among those that were removed by rule, so that nothing can be compared any more. */
    @Transactional
    public boolean removed(Checkpoint checkpoint, Collection<PublicKey> keys) {
        return ask(AuditEntries::tombstones).stream().flatMap(line -> Tombstone.read(line, keys).stream()).anyMatch(tombstone -> tombstone.covers(checkpoint));
    }

    <T> T ask(Question<T> question) {
        try (Connection database = dataSource.getConnection()) {
            return question.put(database);
        } catch (SQLException e) {
            throw new IllegalStateException("the audit trail's chain cannot be read or written: " + e.getMessage(), e);
        }
    }

    /** Something asked of the database. */
    interface Question<T> {
        T put(Connection database) throws SQLException;
    }
}
