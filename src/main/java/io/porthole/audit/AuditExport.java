package io.porthole.audit;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import io.porthole.audit.chain.AuditEntries;
import io.porthole.audit.chain.AuditEntry;

/** The whole trail with its chain, a page at a time. */
@ApplicationScoped
public class AuditExport {

    private static final int PAGE = 2_000;

    private final AuditChain chain;

    protected AuditExport() {
        this(null);
    }

    @Inject
    public AuditExport(AuditChain chain) {
        this.chain = chain;
    }

    /** @return what follows the position; an empty list when that was all */
    @Transactional
    public List<AuditEntry> page(AuditEntry.Position after) {
        return chain.ask(database -> AuditEntries.page(database, after, PAGE));
    }

    /** @return the signed lines that stand for what was removed from the trail's beginning */
    @Transactional
    public List<String> tombstones() {
        return chain.ask(AuditEntries::tombstones);
    }
}
