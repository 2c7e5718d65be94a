package io.porthole.audit.chain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One entry as a line of JSON (RFC 8259): an object whose values are texts, or null where there is none. */
public final class ExportedLine {

    private static final String TOMBSTONE = "{\"key\":\"0\",\"tombstone\":";

    private ExportedLine() {
    }

    /** @param key from where an export goes on after it */
    public static String of(AuditEntry entry, String key) {
        StringBuilder line = new StringBuilder(600).append('{');
        cells(entry, key).forEach((name, value) -> {
            line.append(line.length() > 1 ? "," : "");
            quote(line, name);
            line.append(':');
            if (value == null) {
                line.append("null");
            } else {
                quote(line, value);
            }
        });
        return line.append('}').toString();
    }

    /** What stands for the entries that were removed comes before all others; its key is where an export begins. */
    public static String ofTombstone(String signed) {
        StringBuilder line = new StringBuilder(TOMBSTONE);
        quote(line, signed);
        return line.append('}').toString();
    }

    /** @return the signed line, if this is one of a tombstone */
    public static Optional<String> tombstone(String line) {
        return line.startsWith(TOMBSTONE) ? Optional.ofNullable(new FlatJson(line).read().get("tombstone")) : Optional.empty();
    }

    /** Names and values in their order; values are null where there is none. */
    public static Map<String, String> cells(AuditEntry entry, String key) {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("key", key);
        cells.put("seq", text(entry.place()));
        cells.put("event_id", String.valueOf(entry.event()));
        cells.put("form", text(entry.form()));
        cells.put("hash", entry.hash());
        cells.put("waiting", String.valueOf(entry.waiting()));
        for (int i = 0; i < CanonicalForm.FIELDS.size(); i++) {
            cells.put(CanonicalForm.FIELDS.get(i), entry.values() == null ? null : entry.values().get(i));
        }
        return cells;
    }

    /** @throws IllegalArgumentException for what {@link #of} would not have written */
    public static AuditEntry read(String line) {
        Map<String, String> cells = new FlatJson(line).read();
        String place = cells.get("seq");
        String form = cells.get("form");
        String[] values = CanonicalForm.FIELDS.stream().map(cells::get).toArray(String[]::new);
        return new AuditEntry(place == null ? null : Long.valueOf(place), Long.parseLong(cells.getOrDefault("event_id", "")),
                form == null ? null : Integer.valueOf(form), cells.get("hash"), "true".equals(cells.get("waiting")),
                values[CanonicalForm.ID] == null ? null : CanonicalForm.values(values));
    }

    private static String text(Number number) {
        return number == null ? null : number.toString();
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (at == '"' || at == '\\') {
                line.append('\\').append(at);
            } else if (at < ' ' || at == 0x7f || Character.isSurrogate(at) || at == '\u2028' || at == '\u2029') {
                line.append(String.format("\\u%04x", (int) at));
            } else {
                line.append(at);
            }
        }
        line.append('"');
    }
}
