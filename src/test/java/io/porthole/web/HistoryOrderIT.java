package io.porthole.web;

import static io.porthole.web.HistoryPage.ids;
import static io.porthole.web.HistoryPage.link;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of consoles by when they began, how long they were, and how much data went: page by page, whatever is filtered. */
@ArquillianTest
@RunAsClient
class HistoryOrderIT {

    private static final int PAGE_SIZE = 20;
    private static final Instant THEN = Instant.parse("2019-05-01T10:00:00Z");

    private final TestDatabase database = PortalUnderTest.database();
    private final String user = "ordered-" + UUID.randomUUID();
    private final Browser auditor = Browser.signedInAs(Account.AUDITOR);

    HistoryOrderIT() throws Exception {
    }

    /** Made up: of no connection, so that whoever looks back on all tests would miss the bytes' origin. */
    @AfterEach
    void forget() throws Exception {
        database.update("delete from console_sessions where user_name = ?", user);
    }

    @ParameterizedTest
    @CsvSource({"'',3 2 1 0", "newest,3 2 1 0", "oldest,0 1 2 3", "longest,1 3 0", "shortest,0 3 1", "most,0 1 3", "least,3 1 0"})
    void eachOrderIsThatOfItsName(String sort, String expected) throws Exception {
        List<UUID> visits = List.of(visit(0, 60, 10, 3_000), visit(1, 86_400, 1_500, 2), visit(2, 7, 0, 0), visit(3, 61, 0, 1_000));
        database.update("update console_sessions set connected_at = null where id = ?", visits.get(2));

        assertEquals(List.of(expected.split(" ")), ids(auditor.get("/history?user=" + user + "&sort=" + sort)).stream().map(id -> String.valueOf(visits.indexOf(id))).toList());
    }

    /** Many of one measure: a page that began by it alone would lose or repeat some. */
    @ParameterizedTest
    @ValueSource(strings = {"oldest", "longest", "shortest", "most", "least"})
    void manyRowsComeInPagesForthAndBackWithoutLossOrRepetition(String sort) throws Exception {
        copies(visit(0, 100, 7, 0), 2 * PAGE_SIZE + 4, "i / 10");
        List<List<UUID>> forth = forthAndBack("/history?user=" + user + "&sort=" + sort);

        assertEquals(List.of(PAGE_SIZE, PAGE_SIZE, 5), forth.stream().map(List::size).toList());
        assertEquals(2 * PAGE_SIZE + 5, forth.stream().flatMap(List::stream).distinct().count());
    }

    /** The first page is found by the order's index; of the second one the most lie behind thousands of others, and they are sorted. */
    @Test
    void pagesAreFullAndExactWhicheverWayTheyAreFound() throws Exception {
        copies(visit(0, 5_000, 0, 0), 2_500, "i");
        database.update("update console_sessions set instance_name = 'rare' where user_name = ? and (bytes_to_vm < 25 or bytes_to_vm > 2475)", user);
        List<UUID> rare = new ArrayList<>();
        for (Map<String, Object> row : database.rows("select id from console_sessions where user_name = ? and instance_name = 'rare' order by bytes_to_vm", user)) {
            rare.add((UUID) row.get("id"));
        }
        for (String sort : List.of("shortest", "least", "longest", "most")) {
            if ("longest".equals(sort)) {
                Collections.reverse(rare);
            }
            List<List<UUID>> forth = forthAndBack("/history?vm=rare&user=" + user + "&sort=" + sort);

            assertEquals(List.of(PAGE_SIZE, PAGE_SIZE, 10), forth.stream().map(List::size).toList(), sort);
            assertEquals(rare, forth.stream().flatMap(List::stream).toList(), sort);
        }
    }

    /** More than are sorted: the index of the order leads, and what is filtered is looked for step by step. */
    @Test
    void whatIsFilteredIsFoundAmongAnyNumberInItsOrder() throws Exception {
        List<UUID> rare = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rare.add(visit(0, 5_000 + 1_000 * i, i, i));
            database.update("update console_sessions set instance_name = 'rare' where id = ?", rare.get(i));
        }
        copies(rare.get(0), 2_500, "i * 3");
        database.update("update console_sessions set instance_name = 'common' where user_name = ? and bytes_to_vm > 2", user);
        List<UUID> found = new ArrayList<>();
        HttpAnswer page = auditor.get("/history?user=" + user + "&q=rare&sort=longest");
        found.addAll(ids(page));
        assertTrue(page.says("Not all of them have been looked at yet: “Next” looks further."), page.text());
        for (String next = link(page, "next"); next != null; next = link(page, "next")) {
            page = auditor.get(next);
            found.addAll(ids(page));
        }

        assertEquals(rare, ids(auditor.get("/history?vm=rare&user=" + user + "&sort=shortest")));
        Collections.reverse(rare);
        assertEquals(rare, found);
    }

    @Test
    void whatIsNotOverHasNoMeasureToBeSortedBy() throws Exception {
        HttpAnswer refused = auditor.get("/history?state=REFUSED&sort=longest&user=" + user);

        assertFalse(refused.says("id=\"ended-only\""));
        assertTrue(auditor.get("/history?state=ENDED&sort=longest&user=" + user).says("id=\"ended-only\""));
        assertFalse(auditor.get("/history?sort=sideways&user=" + user).says("id=\"ended-only\""));
    }

    @Test
    void theHeadsOfTheColumnsSayTheOrderAndKeepWhatIsFiltered() throws Exception {
        visit(0, 60, 1, 1);
        String filtered = "/history?user=" + user + "&amp;vm=vm&amp;state=ENDED";

        String newest = auditor.get("/history?user=" + user + "&vm=vm&state=ENDED").text();
        assertTrue(newest.contains("aria-sort=\"descending\"><a"), newest);
        assertEquals(1, newest.split("aria-sort=", -1).length - 1);
        for (String sort : List.of("oldest", "longest", "most")) {
            assertTrue(newest.contains("href=\"" + filtered + "&amp;sort=" + sort + "\""), newest);
        }
        String shortest = auditor.get("/history?user=" + user + "&vm=vm&state=ENDED&sort=shortest").text();
        assertTrue(shortest.contains("aria-sort=\"ascending\"><a"), shortest);
        assertTrue(shortest.contains("class=\"sort\" href=\"" + filtered + "\""), "back to the newest: " + shortest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "_", "2020-01-01T00:00:00Z_00000000-0000-0000-0000-000000000000", "999999999999999999_00000000-0000-0000-0000-000000000000",
        "-999999999999999999_00000000-0000-0000-0000-000000000000", "99999999999999999999999_00000000-0000-0000-0000-000000000000", "5_x"})
    void aPlaceThatIsNoneIsNoFault(String place) throws Exception {
        for (String sort : List.of("longest", "least", "oldest")) {
            assertEquals(200, auditor.get("/history?sort=" + sort + "&before=" + place).status(), sort);
            assertEquals(200, auditor.get("/history?sort=" + sort + "&after=" + place).status(), sort);
        }
    }

    /** @return the pages from the first to the last one, which are the same ones on the way back */
    private List<List<UUID>> forthAndBack(String path) throws Exception {
        HttpAnswer page = auditor.get(path);
        List<List<UUID>> forth = new ArrayList<>(List.of(ids(page)));
        while (link(page, "next") != null) {
            page = auditor.get(link(page, "next"));
            forth.add(ids(page));
        }
        List<List<UUID>> back = new ArrayList<>(List.of(ids(page)));
        while (link(page, "prev") != null) {
            page = auditor.get(link(page, "prev"));
            back.add(0, ids(page));
        }
        assertEquals(forth, back);
        return forth;
    }

    /** @param more than the visit has, in SQL, of the number i of each: minutes until it began, seconds that it took, and bytes */
    private void copies(UUID visit, int count, String more) throws Exception {
        database.update(("insert into console_sessions (id, door, user_id, user_name, instance_id, instance_name, project, node, address, state, asked_at, open_until, connected_at, ended_at, end_reason,"
                + " bytes_to_browser, bytes_to_vm) select gen_random_uuid(), door, user_id, user_name, instance_id, instance_name, project, node, address, state, asked_at + %1$s * interval '1 minute', open_until,"
                + " connected_at + %1$s * interval '1 minute', ended_at + %1$s * interval '61 seconds', end_reason, bytes_to_browser, bytes_to_vm + %1$s"
                + " from console_sessions, generate_series(1, ?) i where id = ?").formatted(more), count, visit);
    }

    private UUID visit(int minute, int seconds, long toBrowser, long toVm) throws Exception {
        UUID id = RecordedHistory.insertEnded(user, "vm", THEN.plusSeconds(60L * minute));
        database.update("update console_sessions set connected_at = asked_at, ended_at = asked_at + make_interval(secs => ?), bytes_to_browser = ?, bytes_to_vm = ? where id = ?",
                (double) seconds, toBrowser, toVm, id);
        return id;
    }
}
