package io.porthole.web;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditExport;
import io.porthole.audit.AuditTrail;
import io.porthole.audit.CsvLine;
import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.ExportedLine;
import io.porthole.identity.User;

/**
 * The whole audit trail with its chain, as it stands, for auditors and administrators: written a page at a time, however long it is.
 * {@code after=KEY} goes on behind the entry of that key, where a download broke off.
 */
@WebServlet({"/history/export.jsonl", "/history/export.csv"})
public class HistoryExportServlet extends PageServlet {

    private static final String CSV = ".csv";

    @Inject
    private transient AuditExport entries;
    @Inject
    private transient AuditTrail audit;
    @Inject
    private transient HistoryDoor door;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        User user = signIn(request).user();
        if (!door.admits(user, address(request), request, response)) {
            return;
        }
        String after = parameter(request, "after");
        AuditEntry.Position position;
        try {
            position = after.isEmpty() ? AuditEntry.Position.BEGIN : AuditEntry.Position.of(after);
        } catch (IllegalArgumentException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        boolean csv = request.getServletPath().endsWith(CSV);
        audit.record(AuditEvent.of(AuditAction.TRAIL_EXPORTED).by(user.name(), address(request)).saying(after.isEmpty() ? "" : "after " + after));
        response.setContentType(csv ? "text/csv;charset=UTF-8" : "application/jsonl;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"porthole-audit" + (csv ? CSV : ".jsonl") + "\"");
        write(response.getWriter(), position, csv);
    }

    /** Who went away gets no further page read for him. */
    private void write(PrintWriter out, AuditEntry.Position begin, boolean csv) {
        if (csv) {
            out.print(CsvLine.header());
        } else if (begin.equals(AuditEntry.Position.BEGIN)) {
            entries.tombstones().forEach(tombstone -> out.print(ExportedLine.ofTombstone(tombstone) + "\n"));
        }
        AuditEntry.Position position = begin;
        for (List<AuditEntry> page = entries.page(position); !page.isEmpty() && !out.checkError(); page = entries.page(position)) {
            for (AuditEntry entry : page) {
                position = position.after(entry);
                out.print(csv ? CsvLine.of(entry, position.key()) : ExportedLine.of(entry, position.key()) + "\n");
            }
        }
    }
}
