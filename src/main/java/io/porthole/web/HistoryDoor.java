package io.porthole.web;

import java.io.IOException;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.identity.User;
import io.porthole.web.view.RefusedView;

/** Lets auditors and administrators to what tells of everybody; who else asks is in the trail, with what they asked for. */
@ApplicationScoped
public class HistoryDoor {

    private static final String AUDITORS_ONLY = "AUDITORS_ONLY";

    private final AuditTrail audit;
    private final Pages pages;

    protected HistoryDoor() {
        this(null, null);
    }

    @Inject
    public HistoryDoor(AuditTrail audit, Pages pages) {
        this.audit = audit;
        this.pages = pages;
    }

    /** @return false: refused, and answered */
    boolean admits(User reader, String address, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (reader.mayAudit()) {
            return true;
        }
        AuditEvent refusal = AuditEvent.of(AuditAction.HISTORY_REFUSED).by(reader.name(), address).refusedFor(AUDITORS_ONLY).saying(request.getServletPath());
        audit.recordRefusal(refusal);
        showRefused(request, response, refusal.incident());
        return false;
    }

    /** What a reader is told whose refusal is in the trail already. */
    void showRefused(HttpServletRequest request, HttpServletResponse response, UUID incident) throws IOException {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        pages.show(request, response, "refused", "", "refused", new RefusedView(AUDITORS_ONLY, null, incident.toString(), null));
    }
}
