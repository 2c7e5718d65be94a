package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.ExportedLine;
import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit trail as programs take it away, and have it checked. */
@ArquillianTest
@RunAsClient
class AuditApiIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TestDatabase database = PortalUnderTest.database();
    private final String address = RecordedHistory.freshAddress();

    @ParameterizedTest
    @ValueSource(strings = {"GET /audit/export", "GET /audit/export?format=csv", "GET /audit/chain", "POST /audit/chain/check"})
    void aMemberIsRefusedAndTheTrailTellsIt(String operation) throws Exception {
        ApiProgram member = ApiProgram.of(Account.WORKER).from(address);
        String target = operation.split(" ")[1];

        HttpAnswer answer = operation.startsWith("GET") ? member.get(target) : member.post(target);

        ApiProgram.assertRefused(403, "NOT_PERMITTED", answer);
        assertEquals(List.of("API_REFUSED NOT_PERMITTED"), RecordedHistory.trailFrom(address));
    }

    @Test
    void anExportGoesOnBehindTheEntryThatItIsTold() throws Exception {
        long first = chained();
        long second = chained();
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR).from(address);

        HttpAnswer whole = auditor.get("/audit/export?after=" + (first - 1));
        List<AuditEntry> entries = whole.text().lines().map(ExportedLine::read).toList();
        List<AuditEntry> rest = auditor.get("/audit/export?after=" + entries.get((int) (second - first - 1)).place()).text().lines().map(ExportedLine::read).toList();

        assertEquals("application/jsonl;charset=UTF-8", whole.header("Content-Type").orElse("").replace(" ", ""));
        assertEquals(first, entries.get(0).place());
        assertEquals(second, rest.get(0).place());
        assertEquals(List.of("after " + (first - 1), "after " + (second - 1)), database.rows("select detail from audit_events where action = 'TRAIL_EXPORTED' and address = ? order by id", address)
                .stream().map(row -> row.get("detail")).toList());
    }

    /** As docs/api.md tells: behind the key of the last line, which as a rule is the export's own event, and had no place yet. */
    @Test
    void aJobThatTakesWhatIsNewMissesNothing() throws Exception {
        long known = chained();
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR);
        List<String> lines = auditor.get("/audit/export?after=" + (known - 1)).text().lines().toList();
        String key = lines.get(lines.size() - 1).replaceFirst("^\\{\"key\":\"([^\"]*)\".*", "$1");
        long since = chained();

        List<Long> places = Stream.concat(lines.stream(), auditor.get("/audit/export?after=" + key).text().lines())
                .map(line -> ExportedLine.read(line).place()).filter(place -> place != null).toList();

        assertEquals(LongStream.range(known, known + places.size()).boxed().toList(), places);
        assertTrue(places.contains(since));
    }

    @Test
    void anExportIsCsvToo() throws Exception {
        long place = chained();

        HttpAnswer csv = ApiProgram.of(Account.ADMIN).get("/audit/export?format=csv&after=" + (place - 1));

        assertEquals("text/csv;charset=UTF-8", csv.header("Content-Type").orElse("").replace(" ", ""));
        assertTrue(csv.text().startsWith("key,seq,event_id,"), csv.toString());
        assertTrue(csv.text().lines().toList().get(1).startsWith(place + "," + place + ","), csv.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/audit/export?after=1%20or%20true", "/audit/export?format=xml"})
    void aStrangeExportIsTheCallersMistake(String target) throws Exception {
        ApiProgram.assertRefused(400, "MALFORMED", ApiProgram.of(Account.AUDITOR).from(address).get(target));

        assertEquals(List.of(), RecordedHistory.trailFrom(address));
    }

    @Test
    void aCheckSaysToWhichEntryTheTrailIsUnbroken() throws Exception {
        long place = chained();
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR).from(address);

        HttpAnswer begun = auditor.post("/audit/chain/check");

        assertTrue(begun.status() == 200 || begun.status() == 202, begun.toString());
        Patience.until("a check that began after the event has ended", LIMIT, () -> {
            HttpAnswer status = auditor.get("/audit/chain");
            boolean reached = "UNBROKEN".equals(OpenStackHttp.json(status, "state")) && ((Number) OpenStackHttp.json(status, "entries")).longValue() >= place;
            if (!reached && Boolean.FALSE.equals(OpenStackHttp.json(status, "running"))) {
                auditor.post("/audit/chain/check"); // the one before was another's, and had begun earlier
            }
            return reached;
        });
        assertEquals("TRAIL_CHECK_BEGUN", RecordedHistory.trailFrom(address).get(0));
    }

    /** @return the place of an event that was just recorded */
    private long chained() throws Exception {
        String name = "nobody-" + System.nanoTime();
        Browser.anonymous().from(RecordedHistory.freshAddress()).signIn(name, "wrong password");
        String sql = "select c.seq from audit_chain c join audit_events e on e.id = c.event_id where e.user_name = ?";
        Patience.until("the event is chained", LIMIT, () -> database.value(sql, name) != null);
        return (Long) database.value(sql, name);
    }
}
