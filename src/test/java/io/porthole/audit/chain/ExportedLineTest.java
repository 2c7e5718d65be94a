package io.porthole.audit.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedLineTest {

    private static final String NASTY = "\"\\/\b\f\n\r\t\u0001\u007f\u2028 ' =1+1 \ud83d\ude00 zoë }{,:";

    @Test
    void whatIsWrittenIsReadAgain() {
        String[] values = CanonicalFormTest.EXAMPLE.toArray(String[]::new);
        values[3] = NASTY;
        for (AuditEntry entry : List.of(new AuditEntry(3L, 7, 1, CanonicalFormTest.HASH, false, CanonicalForm.values(values)),
                new AuditEntry(3L, 7, 1, CanonicalFormTest.HASH, false, null), new AuditEntry(null, 7, null, null, true, CanonicalFormTest.EXAMPLE))) {
            String line = ExportedLine.of(entry, "3");

            assertEquals(entry, ExportedLine.read(line));
            assertFalse(line.matches("(?s).*[\\x00-\\x1f].*"), line);
        }
    }

    @Test
    void anotherReaderOfJsonReadsTheSame() {
        String[] values = CanonicalFormTest.EXAMPLE.toArray(String[]::new);
        values[3] = NASTY;
        AuditEntry entry = new AuditEntry(3L, 7, 1, CanonicalFormTest.HASH, false, CanonicalForm.values(values));

        assertEquals(NASTY, Json.createReader(new StringReader(ExportedLine.of(entry, "3"))).readObject().getString("user_name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "{\"seq\":1}", "{\"seq\":\"1\"", "{\"seq\":\"1\"} x", "{\"seq\":\"1\",}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u00g0\"}", "{\"a\":\"b",
            "{\"a\":null,\"a\":null}", "{\"a\":true}", "{\"event_id\":\"x\"}", "{\"event_id\":null}", "{\"event_id\":\"1\",\"seq\":\"x\"}"})
    void whatIsNoExportIsRefused(String line) {
        assertThrows(IllegalArgumentException.class, () -> ExportedLine.read(line));
    }

    @Test
    void keyLeadsBackToItsPlaceAndFromOutsideToTheEndOfTheChain() {
        AuditEntry.Position chained = AuditEntry.Position.BEGIN.after(new AuditEntry(3L, 7, 1, "", false, null));
        AuditEntry.Position outside = chained.after(new AuditEntry(null, 8, null, null, true, null));

        assertEquals(new AuditEntry.Position(3, null), AuditEntry.Position.of(chained.key()));
        assertEquals(new AuditEntry.Position(3, 8L), outside);
        assertEquals(chained, AuditEntry.Position.of(outside.key()));
        for (String strange : List.of("", "event-7", "-1", "1; drop table")) {
            assertThrows(IllegalArgumentException.class, () -> AuditEntry.Position.of(strange));
        }
    }
}
