package io.porthole.web;

import java.io.IOException;
import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditCheck;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.console.VisitCheck;
import io.porthole.identity.User;

/** Has the history checked for what was changed in it. */
@WebServlet("/history/check")
public class HistoryCheckServlet extends PageServlet {

    /** Long enough for most; who has more entries looks again. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Inject
    private transient AuditCheck check;
    @Inject
    private transient VisitCheck visits;
    @Inject
    private transient AuditTrail audit;
    @Inject
    private transient HistoryDoor door;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        User user = signIn(request).user();
        if (!door.admits(user, address(request), request, response)) {
            return;
        }
        audit.record(AuditEvent.of(AuditAction.TRAIL_CHECK_BEGUN).by(user.name(), address(request)));
        check.begin(PATIENCE);
        visits.begin(PATIENCE);
        goTo(response, "/history");
    }
}
