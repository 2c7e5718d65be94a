package io.porthole.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import java.net.URLEncoder;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The auditor searches the audit trail. */
@ArquillianTest
@RunAsClient
class EventsIT {

    private static final Pattern ROW = Pattern.compile("<tr role=\"row\" id=\"event-(\\d+)\"");
    private static final int WINDOW = 5_000;

    /** Not further back: in the trail, an event of long ago would be found as backdated. */
    private static final Duration BEFORE = Duration.ofMinutes(3);
    private static final Duration AFTER = Duration.ofMinutes(1);

    private final TestDatabase database = PortalUnderTest.database();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    /** A zone in which a day began two minutes ago. */
    private final ZoneOffset offset = offset(now.minus(Duration.ofMinutes(2)));
    private final String zone = "&tz=" + URLEncoder.encode(offset.getId(), UTF_8);
    private final LocalDate day = now.atOffset(offset).toLocalDate();
    private final String user = "eve-" + UUID.randomUUID();

    @Test
    void everyEventIsThereWithItsWords() throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser browser = Browser.anonymous().from(address);
        browser.signIn(user, "wrong");

        HttpAnswer events = Browser.signedInAs(Account.AUDITOR).get("/history/events?address=" + address);

        assertEquals(1, ids(events).size());
        for (String expected : List.of("Sign-in refused", user, address, "WRONG_PASSWORD")) {
            assertTrue(events.says(expected), expected + " is not in " + events.text());
        }
    }

    @Test
    void eventsAreFoundByEachFilter() throws Exception {
        UUID incident = UUID.randomUUID();
        long one = insert(BEFORE, "CONSOLE_REFUSED", "'vm-one','prj-one','node-one','10.1.1.1','NODE_UNREACHABLE'", "words of one", incident);
        long two = insert(AFTER, "POWER_ACTION", "'vm-two','prj-two','node-two','10.1.1.2',null", "reboot", UUID.randomUUID());
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        String own = "/history/events?user=" + user;

        assertEquals(List.of(two, one), ids(auditor.get(own)));
        assertEquals(List.of(one), ids(auditor.get("/history/events?to=" + day.minusDays(1) + zone + "&user=" + user.substring(4).toUpperCase(Locale.ROOT))));
        assertEquals(List.of(one), ids(auditor.get(own + "&vm=vm-one")));
        assertEquals(List.of(two), ids(auditor.get(own + "&vm=TWO")));
        assertEquals(List.of(one), ids(auditor.get(own + "&project=prj-one")));
        assertEquals(List.of(two), ids(auditor.get(own + "&node=node-two")));
        assertEquals(List.of(one), ids(auditor.get(own + "&address=10.1.1.1")));
        assertEquals(List.of(two), ids(auditor.get(own + "&action=POWER_ACTION")));
        assertEquals(List.of(one), ids(auditor.get(own + "&outcome=REFUSED")));
        assertEquals(List.of(two), ids(auditor.get(own + "&outcome=DONE")));
        assertEquals(List.of(one), ids(auditor.get(own + "&q=Words+of")));
        assertEquals(List.of(), ids(auditor.get(own + "&q=%25")));
        assertEquals(List.of(one), ids(auditor.get("/history/events?id=" + incident)));
        assertEquals(List.of(), ids(auditor.get("/history/events?id=none")));
    }

    @Test
    void daysAreThoseOfTheReadersZone() throws Exception {
        long one = insert(BEFORE, "POWER_ACTION", "'vm','p','n','10.1.1.1',null", "", UUID.randomUUID());
        long two = insert(AFTER, "POWER_ACTION", "'vm','p','n','10.1.1.1',null", "", UUID.randomUUID());
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        String own = "/history/events?user=" + user;

        assertEquals(List.of(two), ids(auditor.get(own + "&from=" + day + zone)));
        assertEquals(List.of(one), ids(auditor.get(own + "&to=" + day.minusDays(1) + zone)));
        assertEquals(List.of(two, one), ids(auditor.get(own + "&from=" + day.minusDays(1) + "&to=" + day + zone)));
        assertEquals(List.of(), ids(auditor.get(own + "&from=2020-03-11&to=2020-03-12&tz=No/Such_Zone")));
        assertTrue(auditor.get(own + "&from=2020-03-11&tz=Europe/Berlin").says("days as in Europe/Berlin"));
        assertEquals(200, auditor.get(own + "&from=2020-99-99&before=x_y&after=2020_7").status());
    }

    @Test
    void consolesAreFilteredByTheReadersDaysAndByPlaceToo() throws Exception {
        UUID session = RecordedHistory.insertEnded(user, "vm", Instant.parse("2020-03-10T23:30:00Z"));
        database.update("update console_sessions set address = '10.7.7.7', node = 'node-seven', project = 'prj-seven' where id = ?", session);
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        String own = "/history?user=" + user;

        assertEquals(List.of(session), HistoryPage.ids(auditor.get(own + "&from=2020-03-11&tz=Europe/Berlin")));
        assertEquals(List.of(), HistoryPage.ids(auditor.get(own + "&from=2020-03-11")));
        for (String filter : List.of("&address=10.7.7.7", "&node=NODE-seven", "&project=prj-sev", "&q=BROWSER_closed", "&q=seven")) {
            assertEquals(List.of(session), HistoryPage.ids(auditor.get(own + filter)), filter);
        }
        for (String filter : List.of("&address=10.7.7.8", "&node=alpha", "&project=studio", "&q=nowhere")) {
            assertEquals(List.of(), HistoryPage.ids(auditor.get(own + filter)), filter);
        }
    }

    @Test
    void manyEventsComeInPagesForthAndBackWithoutLossOrRepetition() throws Exception {
        database.update("insert into audit_events (at, action, user_name, incident) select now() - interval '5 minutes' + (i / 10) * interval '1 second', 'POWER_ACTION', ?,"
                + " gen_random_uuid() from generate_series(1, 45) i", user);
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        List<List<Long>> forth = new ArrayList<>();
        HttpAnswer page = auditor.get("/history/events?user=" + user);
        forth.add(ids(page));
        while (HistoryPage.link(page, "next") != null) {
            page = auditor.get(HistoryPage.link(page, "next"));
            forth.add(ids(page));
        }
        List<List<Long>> back = new ArrayList<>(List.of(ids(page)));
        while (HistoryPage.link(page, "prev") != null) {
            page = auditor.get(HistoryPage.link(page, "prev"));
            back.add(0, ids(page));
        }

        assertEquals(List.of(20, 20, 5), forth.stream().map(List::size).toList());
        assertEquals(45, forth.stream().flatMap(List::stream).distinct().count());
        assertEquals(forth, back);
    }

    /** However many there are: what only looking finds is looked for in steps, each of which says how far it came. */
    @Test
    void whatIsFarBackIsFoundInSteps() throws Exception {
        database.update("insert into audit_events (at, action, user_name, incident, detail) select now() - interval '5 minutes' + i * interval '10 milliseconds', 'POWER_ACTION', ?,"
                + " gen_random_uuid(), case when i = 1 then 'needle' else '' end from generate_series(1, ?) i", user, WINDOW + 1);
        Browser auditor = Browser.signedInAs(Account.AUDITOR);

        HttpAnswer first = auditor.get("/history/events?q=needle&user=" + user);
        assertEquals(List.of(), ids(first));
        assertTrue(first.says("Looked back to"), first.text());
        assertNotNull(HistoryPage.link(first, "next"));
        HttpAnswer second = auditor.get(HistoryPage.link(first, "next"));

        assertEquals(1, ids(second).size());
        assertFalse(second.says("Looked back to"));
    }

    @Test
    void whatStrangersNamedIsShownAsText() throws Exception {
        insert(AFTER, "POWER_ACTION", "'<b>vm','p','n','10.1.1.1',null", "<i>detail", UUID.randomUUID());

        HttpAnswer events = Browser.signedInAs(Account.AUDITOR).get("/history/events?user=" + user);

        assertTrue(events.says("&lt;b&gt;vm") && events.says("&lt;i&gt;detail"));
        assertFalse(events.says("<b>vm") || events.says("<i>detail"));
    }

    private long insert(Duration ago, String action, String vmProjectNodeAddressRefusal, String detail, UUID incident) throws SQLException {
        database.update("insert into audit_events (at, action, user_name, instance_name, project, node, address, refusal, detail, incident)"
                + " values (?, ?, ?, " + vmProjectNodeAddressRefusal + ", ?, ?)", Timestamp.from(now.minus(ago)), action, user, detail, incident);
        return (Long) database.value("select id from audit_events where incident = ?", incident);
    }

    /** Of less than 18 hours, as every offset is. */
    private static ZoneOffset offset(Instant midnight) {
        int seconds = midnight.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
        return ZoneOffset.ofTotalSeconds(seconds <= 12 * 3600 ? -seconds : 24 * 3600 - seconds);
    }

    private static List<Long> ids(HttpAnswer events) {
        assertEquals(200, events.status(), events.toString());
        return ROW.matcher(events.text()).results().map(row -> Long.valueOf(row.group(1))).toList();
    }
}
