package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.AuditKey;
import io.porthole.audit.chain.ChainCheck;
import io.porthole.audit.chain.Checkpoint;
import io.porthole.audit.chain.CheckpointFile;
import io.porthole.audit.chain.ExportedLine;
import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An auditor sees whether the history is as it was written, and takes all of it away to check it elsewhere. */
@ArquillianTest
@RunAsClient
class HistoryTrailIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Pattern CHECKED = Pattern.compile("checked to entry ([0-9,]+) at");

    private final TestDatabase database = PortalUnderTest.database();

    // ---- the line on the page

    @Test
    void checkNowSaysToWhichEntryTheHistoryIsUnbroken() throws Exception {
        long before = chained("nobody-" + System.nanoTime());
        Browser auditor = Browser.signedInAs(Account.AUDITOR);

        HttpAnswer history = checkNow(auditor);

        Matcher checked = CHECKED.matcher(history.text());
        assertTrue(checked.find(), history.toString());
        assertTrue(Long.parseLong(checked.group(1).replace(",", "")) >= before);
        assertTrue(history.says("data-state=\"UNBROKEN\""));
        assertFalse(history.says("The history is not as it was written"));
    }

    @Test
    void changeBySomebodyWithEveryRightIsShownInRedWithItsEntry() throws Exception {
        String name = "nobody-" + System.nanoTime();
        long place = chained(name);
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        try {
            asSuperuser("update audit_events set user_name = 'somebody' where user_name = '" + name + "'");

            HttpAnswer history = checkNow(auditor);

            assertTrue(history.says("role=\"alert\""), history.toString());
            assertTrue(history.says("The history is not as it was written"));
            assertTrue(history.says("Entry " + String.format("%,d", place) + " (event "), history.toString());
            assertTrue(PortalUnderTest.serverLog().contains("the audit trail is broken: entry " + place + " (event "));
        } finally {
            asSuperuser("update audit_events set user_name = '" + name + "' where user_name = 'somebody'");
        }
        assertTrue(checkNow(auditor).says("data-state=\"UNBROKEN\""));
    }

    @Test
    void consoleThatWasPutIntoTheListIsShownInRed() throws Exception {
        RecordedHistory.insertEnded("nobody-" + System.nanoTime(), "vm", Instant.now());
        Browser auditor = Browser.signedInAs(Account.AUDITOR);

        HttpAnswer history = checkNow(auditor);

        assertTrue(history.says("id=\"visit-fault\"") && history.says("This list is not what the audit trail tells"), history.text());
        assertTrue(history.says("data-state=\"UNBROKEN\""), "the trail itself is whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/history/export.jsonl", "/history/export.csv"})
    void memberGetsNoExportAndTheTrailTellsThatTheyAsked(String path) throws Exception {
        String address = RecordedHistory.freshAddress();

        assertEquals(403, Browser.signedInAs(Account.WORKER).from(address).get(path).status());

        assertEquals(List.of("HISTORY_REFUSED AUDITORS_ONLY"), RecordedHistory.trailFrom(address));
        assertEquals(path, database.value("select detail from audit_events where address = ?", address));
        assertEquals(302, Browser.anonymous().get(path).status());
    }

    @Test
    void memberBeginsNoCheckAndTheTrailTellsThatTheyWantedTo() throws Exception {
        String address = RecordedHistory.freshAddress();

        assertEquals(403, Browser.signedInAs(Account.WORKER).from(address).post("/history/check").status());

        assertEquals(List.of("HISTORY_REFUSED AUDITORS_ONLY"), RecordedHistory.trailFrom(address));
    }

    // ---- exports

    @Test
    void exportIsCheckedWithoutTheDatabase() throws Exception {
        chained("nobody-" + System.nanoTime());
        List<Checkpoint> checkpoints = checkpoints();

        ChainCheck check = new ChainCheck(checkpoints);
        lines(Browser.signedInAs(Account.AUDITOR).get("/history/export.jsonl")).map(ExportedLine::read).forEach(check::accept);

        assertTrue(check.finish().unbroken(), () -> check.finish().fault().words());
        assertFalse(checkpoints.isEmpty());
    }

    @Test
    void exportGoesOnBehindTheEntryThatItIsTold() throws Exception {
        long place = chained("nobody-" + System.nanoTime());
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        List<AuditEntry> whole = lines(auditor.get("/history/export.jsonl")).map(ExportedLine::read).toList();

        List<AuditEntry> rest = lines(auditor.get("/history/export.jsonl?after=" + whole.get((int) place - 2).place())).map(ExportedLine::read).toList();

        assertEquals(place, rest.get(0).place());
        assertEquals(400, auditor.get("/history/export.jsonl?after=1%20or%20true").status());
    }

    @Test
    void exportIsRecordedItself() throws Exception {
        String address = RecordedHistory.freshAddress();

        Browser.signedInAs(Account.AUDITOR).from(address).get("/history/export.csv?after=1");

        assertEquals("after 1", database.value("select detail from audit_events where action = 'TRAIL_EXPORTED' and address = ?", address));
    }

    @Test
    void spreadsheetFindsNoFormula() throws Exception {
        for (String formula : List.of("=1+1", "+1", "-1", "@SUM(1)")) {
            Browser.anonymous().from(RecordedHistory.freshAddress()).signIn(formula + ",\"", "wrong password");
        }

        HttpAnswer csv = Browser.signedInAs(Account.AUDITOR).get("/history/export.csv");

        assertEquals("text/csv;charset=UTF-8", csv.header("Content-Type").orElse("").replace(" ", ""));
        assertTrue(csv.text().startsWith("key,seq,event_id,form,hash,waiting,id,at,action,user_name,"), csv.text().lines().findFirst().orElse(""));
        for (String formula : List.of("=1+1", "+1", "-1", "@SUM(1)")) {
            assertTrue(csv.says(",\"'" + formula + ",\"\"\","), formula);
            assertFalse(csv.says(",\"" + formula), formula);
        }
    }

    private static Stream<String> lines(HttpAnswer export) {
        assertEquals(200, export.status());
        return export.text().lines();
    }

    private static List<Checkpoint> checkpoints() throws Exception {
        Path key = PortalUnderTest.auditKey();
        Patience.until("a checkpoint is signed", LIMIT, () -> CheckpointFile.besides(key).exists());
        return CheckpointFile.besides(key).read(List.of(AuditKey.readPublic(AuditKey.publicFile(key))));
    }

    private static HttpAnswer checkNow(Browser auditor) throws Exception {
        HttpAnswer begun = auditor.post("/history/check");
        assertEquals("/history", begun.location(), begun.toString());
        HttpAnswer[] history = new HttpAnswer[1];
        Patience.until("the check has ended", LIMIT, () -> {
            history[0] = auditor.get("/history");
            return !history[0].says("A check is under way");
        });
        return history[0];
    }

    /** @return the place of an event that this name left */
    private long chained(String name) throws Exception {
        Browser.anonymous().from(RecordedHistory.freshAddress()).signIn(name, "wrong password");
        String sql = "select c.seq from audit_chain c join audit_events e on e.id = c.event_id where e.user_name = ?";
        Patience.until("the event is chained", LIMIT, () -> database.value(sql, name) != null);
        return (Long) database.value(sql, name);
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection superuser = database.superuser(); Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}
