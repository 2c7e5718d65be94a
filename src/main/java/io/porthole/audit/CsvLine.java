package io.porthole.audit;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.CanonicalForm;
import io.porthole.audit.chain.ExportedLine;

/** One entry of the audit trail as a line of CSV (RFC 4180), in which a spreadsheet finds no formula. */
public final class CsvLine {

    /** What makes a cell a formula for one spreadsheet or another (OWASP, CSV Injection). */
    private static final String FORMULA = "=+-@\t\r";

    private CsvLine() {
    }

    public static String header() {
        Map<String, String> cells = ExportedLine.cells(new AuditEntry(null, 0, null, null, false, CanonicalForm.FIELDS));
        return line(cells.keySet());
    }

    public static String of(AuditEntry entry) {
        return line(ExportedLine.cells(entry).values());
    }

    private static String line(Collection<String> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        String plain = FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return plain.matches("(?s).*[\",\r\n].*") ? "\"" + plain.replace("\"", "\"\"") + "\"" : plain;
    }
}
