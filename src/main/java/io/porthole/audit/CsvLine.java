package io.porthole.audit;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.CanonicalForm;
import io.porthole.audit.chain.ExportedLine;

/** One entry of the audit trail as a line of CSV (RFC 4180), in which a spreadsheet finds no formula. */
public final class CsvLine {

    /**
     * Where a formula could begin for one spreadsheet or another (OWASP, CSV Injection): at the beginning of a cell, and behind a semicolon or a tab, at which many
     * of them, set to another language, split a line whatever stands between quotation marks. Blanks before it are passed over by some, full-width letters taken by others.
     */
    private static final Pattern FORMULA = Pattern.compile("(?<=^|[;\t\r\n])(?=\\s*[=+\\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])");

    private CsvLine() {
    }

    public static String header() {
        Map<String, String> cells = ExportedLine.cells(new AuditEntry(null, 0, null, null, false, CanonicalForm.FIELDS), null);
        return line(cells.keySet());
    }

    /** @param key from where an export goes on after it */
    public static String of(AuditEntry entry, String key) {
        return line(ExportedLine.cells(entry, key).values());
    }

    private static String line(Collection<String> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        String plain = FORMULA.matcher(value).replaceAll("'");
        return plain.matches("(?s).*[\",;\t\r\n].*") ? "\"" + plain.replace("\"", "\"\"") + "\"" : plain;
    }
}
