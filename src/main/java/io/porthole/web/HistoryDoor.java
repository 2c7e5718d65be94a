package io.porthole.web;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.identity.User;

/** Lets auditors and administrators to what tells of everybody; who else asks is in the trail, with what they asked for. */
@ApplicationScoped
public class HistoryDoor {

    private final AuditTrail audit;

    protected HistoryDoor() {
        this(null);
    }

    @Inject
    public HistoryDoor(AuditTrail audit) {
        this.audit = audit;
    }

    /**
     * @param path that was asked for
     * @return false: refused, and answered
     */
    boolean admits(User reader, String address, String path, HttpServletResponse response) throws IOException {
        if (reader.mayAudit()) {
            return true;
        }
        audit.recordRefusal(AuditEvent.of(AuditAction.HISTORY_REFUSED).by(reader.name(), address).refusedFor("AUDITORS_ONLY").saying(path));
        response.sendError(HttpServletResponse.SC_FORBIDDEN);
        return false;
    }
}
