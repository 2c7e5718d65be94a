package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** When consoles are used, by whom, of which VMs. */
@ArquillianTest
@RunAsClient
class UsageIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern CELL = Pattern.compile("<td data-level=\"\\d\"><span>(\\d+)</span></td>");

    private final TestDatabase database = PortalUnderTest.database();
    private final Browser auditor = Browser.signedInAs(Account.AUDITOR);

    UsageIT() throws Exception {
    }

    /** At an hour of the week at which no other test opens a console. */
    @Test
    void visitsAreCountedByHourAndWeekdayOfTheReadersZone() throws Exception {
        Instant hour = Instant.now().minus(60, ChronoUnit.DAYS).minus(5, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
        insertVisits("counted-" + UUID.randomUUID(), hour, 7);
        awaitCounting();

        assertEquals(7, cell(auditor.get("/history/use?days=90"), hour, ZoneOffset.UTC));
        assertEquals(7, cell(auditor.get("/history/use?days=90&tz=Asia/Tokyo"), hour, ZoneId.of("Asia/Tokyo")));
        assertEquals(0, cell(auditor.get("/history/use?days=30"), hour, ZoneOffset.UTC));
        assertTrue(auditor.get("/history/use?days=90&tz=Asia/Tokyo").says("hours as in Asia/Tokyo"));
        assertTrue(auditor.get("/history/use?days=12&tz=x").says("in the last 30 days; hours as in UTC"));
    }

    @Test
    void theMostFrequentStandFirstAndLeadToTheirHistory() throws Exception {
        String user = "frequent-" + UUID.randomUUID();
        insertVisits(user, Instant.now().minus(20, ChronoUnit.DAYS), 900);
        awaitCounting();

        Patience.until("the first ones are made anew", LIMIT, () -> auditor.get("/history/use?days=30").says("href=\"/history?user=" + user + "\""));
        HttpAnswer page = auditor.get("/history/use?days=30");
        assertTrue(page.says(user) && page.says("900"), page.text());
        assertTrue(page.says("href=\"/history?vm=vm-of-" + user + "\""), page.text());
        assertTrue(!auditor.get("/history/use?days=7").says(user));
    }

    @Test
    void aVisitIsCountedOnceHoweverOftenItConnects() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        Browser member = Browser.signedInAs(Account.WORKER);
        UUID session = member.openConsole(vm);
        for (int i = 0; i < 2; i++) {
            try (RawWebSocket console = member.connect(member.token(session)).shakeHands()) {
                console.sendClose(1000);
                console.readClose();
            }
        }
        Patience.until("the visit is counted", LIMIT, () -> visitsOf(vm) > 0);
        awaitCounting();

        assertEquals(1, visitsOf(vm));
    }

    private long visitsOf(VmUnderTest vm) throws SQLException {
        return ((Number) database.value("select coalesce(sum(visits), 0) from usage_days where kind = 'VM' and key = ?", vm.id().toString())).longValue();
    }

    private void awaitCounting() throws Exception {
        // Another test may add some meanwhile: those of now are counted when all that wait now are gone.
        List<Object> waiting = database.rows("select session_id from usage_waiting").stream().map(row -> row.get("session_id")).toList();
        Patience.until("visits are counted", LIMIT, () -> {
            List<Object> left = database.rows("select session_id from usage_waiting").stream().map(row -> row.get("session_id")).toList();
            return waiting.stream().noneMatch(left::contains);
        });
    }

    private void insertVisits(String user, Instant at, int count) throws SQLException {
        database.update("""
                insert into console_sessions (id, door, user_id, user_name, instance_id, instance_name, project, node, address, state, asked_at, open_until, connected_at,
                       ended_at, end_reason)
                select gen_random_uuid(), 'PAGE', ?, ?, ?, 'vm-of-' || ?, 'demo', 'alpha', '127.0.0.1', 'ENDED', t.at, t.at, t.at, t.at, 'BROWSER_CLOSED'
                  from generate_series(1, ?) cross join (select cast(? as timestamptz) as at) t""",
                UUID.randomUUID(), user, UUID.randomUUID(), user, count, Timestamp.from(at));
    }

    private static long cell(HttpAnswer page, Instant at, ZoneId zone) {
        assertEquals(200, page.status(), page.toString());
        List<Long> cells = CELL.matcher(page.text()).results().map(cell -> Long.valueOf(cell.group(1))).toList();
        assertEquals(24 * 7, cells.size());
        ZonedDateTime there = at.atZone(zone);
        return cells.get(there.getHour() * 7 + there.getDayOfWeek().getValue() - 1);
    }
}
