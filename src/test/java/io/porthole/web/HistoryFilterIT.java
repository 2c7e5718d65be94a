package io.porthole.web;

import static io.porthole.web.HistoryPage.ids;
import static io.porthole.web.HistoryPage.link;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.ComputeNodesUnderTest;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The auditor finds a row among many. */
@ArquillianTest
@RunAsClient
class HistoryFilterIT {

    private static final int PAGE_SIZE = 20;

    @Test
    void theHistoryIsFilteredByUserVmStateAndDay() throws Exception {
        String user = "filter-" + UUID.randomUUID();
        UUID one = RecordedHistory.insertEnded(user, "vm-one", Instant.parse("2020-03-10T23:59:59Z"));
        UUID two = RecordedHistory.insertEnded(user, "vm-two", Instant.parse("2020-03-11T00:00:00Z"));
        UUID three = RecordedHistory.insertEnded(user, "vm_thr%", Instant.parse("2020-03-12T12:00:00Z"));
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        String ofUser = "/history?user=" + user;

        assertEquals(List.of(three, two, one), ids(auditor.get(ofUser)));
        assertEquals(List.of(three, two, one), ids(auditor.get("/history?to=2020-03-12&user=" + user.substring(3).toUpperCase(Locale.ROOT))));
        assertEquals(List.of(one), ids(auditor.get(ofUser + "&vm=ONE")));
        assertEquals(List.of(three), ids(auditor.get(ofUser + "&vm=%25")));
        assertEquals(List.of(three), ids(auditor.get(ofUser + "&vm=_")));
        assertEquals(List.of(three, two), ids(auditor.get(ofUser + "&from=2020-03-11")));
        assertEquals(List.of(one), ids(auditor.get(ofUser + "&to=2020-03-10")));
        assertEquals(List.of(two), ids(auditor.get(ofUser + "&from=2020-03-11&to=2020-03-11")));
        assertEquals(List.of(three, two, one), ids(auditor.get(ofUser + "&state=ENDED")));
        assertEquals(List.of(), ids(auditor.get(ofUser + "&state=ACTIVE")));
        assertEquals(List.of(), ids(auditor.get(ofUser + "&state=REFUSED")));
    }

    @Test
    void aQuotedIdFindsItsRowWhetherOfASessionOrOfAnIncident() throws Exception {
        UUID session = RecordedHistory.insertEnded("quoted-" + UUID.randomUUID(), "vm", Instant.parse("2022-03-10T12:00:00Z"));
        UUID other = RecordedHistory.insertEnded("quoted-" + UUID.randomUUID(), "vm", Instant.parse("2022-03-10T12:00:00Z"));
        UUID ofEnd = UUID.randomUUID();
        UUID ofRefusal = UUID.randomUUID();
        PortalUnderTest.database().update("insert into audit_events (action, session_id, incident) values ('CONSOLE_ENDED', ?, ?)", session, ofEnd);
        PortalUnderTest.database().update("insert into audit_events (action, refusal, incident) values ('CONSOLE_REFUSED', 'NODE_UNREACHABLE', ?)", ofRefusal);
        Browser auditor = Browser.signedInAs(Account.AUDITOR);

        assertEquals(List.of(session), ids(auditor.get("/history?id=" + session)));
        assertEquals(List.of(session), ids(auditor.get("/history?id=+" + session.toString().toUpperCase(Locale.ROOT) + "+")));
        assertEquals(List.of(session), ids(auditor.get("/history?id=" + ofEnd)));
        assertEquals(List.of(ofRefusal), ids(auditor.get("/history?id=" + ofRefusal)));
        assertEquals(List.of(other), ids(auditor.get("/history?id=" + other)));
        assertEquals(List.of(), ids(auditor.get("/history?id=" + UUID.randomUUID())));
        assertEquals(List.of(), ids(auditor.get("/history?id=no-id-at-all")));
    }

    @Test
    void aFilterThatFindsNothingSaysSo() throws Exception {
        assertTrue(Browser.signedInAs(Account.AUDITOR).get("/history?user=nobody-of-this-name").says("Nothing found"));
    }

    @Test
    void aFilterWithHtmlIsShownAsText() throws Exception {
        assertFalse(Browser.signedInAs(Account.AUDITOR).get("/history?user=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").says("<script>alert"));
    }

    /** Many of the same instant: a page that began by time alone would lose or repeat some. */
    @Test
    void manyRowsComeInPagesForthAndBackWithoutLossOrRepetition() throws Exception {
        String user = "paged-" + UUID.randomUUID();
        for (int i = 0; i < 2 * PAGE_SIZE + 5; i++) {
            RecordedHistory.insertEnded(user, "vm", Instant.parse("2021-01-01T00:00:00Z").plusSeconds(i / 10));
        }
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        List<List<UUID>> forth = new ArrayList<>();
        HttpAnswer page = auditor.get("/history?user=" + user);
        forth.add(ids(page));
        while (link(page, "next") != null) {
            page = auditor.get(link(page, "next"));
            forth.add(ids(page));
        }
        List<List<UUID>> back = new ArrayList<>();
        back.add(0, ids(page));
        while (link(page, "prev") != null) {
            page = auditor.get(link(page, "prev"));
            back.add(0, ids(page));
        }

        assertEquals(List.of(PAGE_SIZE, PAGE_SIZE, 5), forth.stream().map(List::size).toList());
        assertEquals(2 * PAGE_SIZE + 5, forth.stream().flatMap(List::stream).distinct().count());
        assertEquals(forth, back);
    }

    @Test
    void namesAreShownAsText() throws Exception {
        String user = "<b>" + UUID.randomUUID();
        RecordedHistory.insertEnded(user, ComputeNodesUnderTest.HTML_NAME, Instant.now());

        HttpAnswer history = Browser.signedInAs(Account.AUDITOR).get("/history?user=" + user.substring(3));

        assertTrue(history.says("&lt;img src=x onerror=alert(1)&gt;"));
        assertFalse(history.says(ComputeNodesUnderTest.HTML_NAME));
        assertFalse(history.says(user));
    }
}
