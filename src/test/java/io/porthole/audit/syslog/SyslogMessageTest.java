package io.porthole.audit.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.CanonicalForm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No name, user agent or detail that a stranger chose makes a second record, or another field, of either format. */
class SyslogMessageTest {

    private static final Map<String, String> SIGNED_IN = Map.of("id", "318", "at", "2026-03-01T10:00:00.123456Z", "action", "SIGNED_IN", "user_name", "zoë",
            "address", "192.0.2.7", "portal_node", "portal1", "incident", "5f0c6a52-3f0e-4e7e-9d6f-0d8a2f1d9b11", "detail", "");
    private static final Map<String, String> REFUSED = Map.of("id", "319", "at", "2026-03-01T10:00:01.000000Z", "action", "CONSOLE_REFUSED", "user_name", "zoë",
            "refusal", "NOT_PERMITTED", "instance_name", "vault");

    private static AuditEntry entry(Map<String, String> values) {
        return new AuditEntry(312L, 318, 1, "ab12", false, Arrays.asList(CanonicalForm.FIELDS.stream().map(values::get).toArray(String[]::new)));
    }

    private static AuditEntry signedInBy(String name) {
        return entry(Map.of("id", "318", "at", "2026-03-01T10:00:00.123456Z", "action", "SIGNED_IN", "user_name", name, "user_agent", name, "detail", name));
    }

    @Test
    void columnsAreStructuredData() {
        assertEquals("<110>1 2026-03-01T10:00:00.123456Z portal1 porthole - SIGNED_IN [porthole@32473 seq=\"312\" hash=\"ab12\" id=\"318\" user_name=\"zoë\" address=\"192.0.2.7\""
                + " incident=\"5f0c6a52-3f0e-4e7e-9d6f-0d8a2f1d9b11\"] \uFEFFSIGNED_IN by zoë from 192.0.2.7", SyslogFormat.RFC5424.message(entry(SIGNED_IN)));
    }

    @Test
    void refusalIsAWarning() {
        String message = SyslogFormat.RFC5424.message(entry(REFUSED));

        assertTrue(message.startsWith("<108>1 2026-03-01T10:00:01.000000Z - porthole - CONSOLE_REFUSED ["), message);
        assertTrue(message.endsWith("CONSOLE_REFUSED by zoë on vault refused: NOT_PERMITTED"), message);
    }

    @Test
    void placeWhoseEventIsGoneIsAnAlert() {
        AuditEntry gone = new AuditEntry(312L, 318, 1, "ab12", false, null);

        assertEquals("<105>1 - - porthole - EVENT_MISSING [porthole@32473 seq=\"312\" hash=\"ab12\"] \uFEFFthe event of entry 312 is gone", SyslogFormat.RFC5424.message(gone));
        assertTrue(SyslogFormat.CEF.message(gone).contains("|EVENT_MISSING|event missing|10|cn1Label=seq cn1=312"));
    }

    @Test
    void columnsAreKeysOfCef() {
        assertEquals("<110>1 2026-03-01T10:00:00.123456Z portal1 porthole - SIGNED_IN - CEF:0|Porthole|Porthole|1|SIGNED_IN|signed in|2|cn1Label=seq cn1=312 externalId=318"
                + " rt=1772359200123 act=SIGNED_IN outcome=done suser=zoë src=192.0.2.7 dvchost=portal1 cs5Label=incident cs5=5f0c6a52-3f0e-4e7e-9d6f-0d8a2f1d9b11",
                SyslogFormat.CEF.message(entry(SIGNED_IN)));
    }

    /** Each character that a value is escaped for, by the reading of RFC 5424, 6.3.3. */
    @Test
    void valueOfStructuredDataEndsWhereItEnds() {
        String message = SyslogFormat.RFC5424.message(signedInBy("a\"b]c\\d"));

        assertTrue(message.contains(" user_name=\"a\\\"b\\]c\\\\d\" user_agent="), message);
    }

    @Test
    void valueOfCefEndsWhereItEnds() {
        String message = SyslogFormat.CEF.message(signedInBy("a|b=c\\d act=USER_ADDED"));

        assertTrue(message.contains(" suser=a|b\\=c\\\\d act\\=USER_ADDED requestClientApplication="), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\u0000", "\u0085", "\u2028", "\u001b"})
    void noValueEndsALine(String end) {
        String forged = "zoë" + end + "<110>1 2026-03-01T10:00:00Z portal1 porthole - USER_ADDED - by root";

        for (SyslogFormat format : SyslogFormat.values()) {
            String message = format.message(signedInBy(forged));
            assertFalse(message.contains(end), message);
            assertEquals(1, message.lines().count());
        }
    }

    @Test
    void headerHasPrintableCharactersOfUsAsciiOnly() {
        Map<String, String> odd = Map.of("at", "2026-03-01T10:00:00.123456Z", "action", "SIGNED IN|" + "X".repeat(40), "portal_node", "pörtal 1");

        assertTrue(SyslogFormat.RFC5424.message(entry(odd)).startsWith("<110>1 2026-03-01T10:00:00.123456Z p_rtal_1 porthole - SIGNED_IN|" + "X".repeat(22) + " ["));
        assertTrue(SyslogFormat.CEF.message(entry(odd)).contains("|1|SIGNED IN\\|XXX"));
    }

    /** An identifier of CEF's src is an address, or the whole line is none. */
    @Test
    void whatIsNoAddressIsNotCalledOne() {
        assertFalse(SyslogFormat.CEF.message(entry(Map.of("action", "SIGNED_IN", "address", "unix socket"))).contains("src="));
    }

    @Test
    void everyColumnIsHandedOver() {
        List<String> inHeader = List.of("at", "action", "portal_node");
        String[] values = CanonicalForm.FIELDS.stream().map(field -> field.equals("at") ? "2026-03-01T10:00:00.123456Z" : "value-" + field).toArray(String[]::new);

        String message = SyslogFormat.RFC5424.message(new AuditEntry(1L, 1, 1, "ab", false, Arrays.asList(values)));

        CanonicalForm.FIELDS.stream().filter(field -> !inHeader.contains(field)).forEach(field -> assertTrue(message.contains(" " + field + "=\"value-" + field + "\""), field));
    }
}
