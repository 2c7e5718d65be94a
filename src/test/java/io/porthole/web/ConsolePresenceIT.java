package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever is on a console is told who else is, by name; nobody else is told. */
@ArquillianTest
@RunAsClient
class ConsolePresenceIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();
    private String firstName;
    private String secondName;
    private Browser first;
    private Browser second;
    private UUID session;

    @BeforeEach
    void twoPeople() throws Exception {
        firstName = Account.freshMember("workshop");
        secondName = Account.freshMember("workshop");
        first = Browser.newSignIn(firstName);
        second = Browser.newSignIn(secondName);
        session = first.openConsole(vm);
    }

    @Test
    void nobodyIsThereBeforeTheFirstConnects() throws Exception {
        JsonObject state = state(first, session);

        assertEquals("RUNNING", state.getString("state"));
        assertEquals(List.of(), names(state));
    }

    @Test
    void eachIsToldOfAllInTheOrderOfTheirComing() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        UUID other = second.openConsoleToLook(vm);
        try (RawWebSocket mine = first.connect(first.token(session)).shakeHands(); RawWebSocket theirs = second.connect(second.token(other)).shakeHands()) {
            JsonObject seenByFirst = state(first, session);
            JsonObject seenBySecond = state(second, other);

            assertEquals(List.of(firstName, secondName), names(seenByFirst));
            assertEquals(List.of(true, false), seenByFirst.getJsonArray("people").getValuesAs(JsonObject.class).stream().map(one -> one.getBoolean("you")).toList());
            assertEquals(List.of(false, true), seenByFirst.getJsonArray("people").getValuesAs(JsonObject.class).stream().map(one -> one.getBoolean("viewOnly")).toList());
            assertEquals(List.of(false, true), seenBySecond.getJsonArray("people").getValuesAs(JsonObject.class).stream().map(one -> one.getBoolean("you")).toList());
            assertTrue(Instant.parse(seenByFirst.getJsonArray("people").getJsonObject(0).getString("since")).isAfter(before));
            assertTrue(mine.isOpen() && theirs.isOpen());
        }
    }

    @Test
    void whoLeavesIsNotThereAnyMore() throws Exception {
        try (RawWebSocket mine = first.connect(first.token(session)).shakeHands()) {
            RawWebSocket theirs = second.console(vm);
            assertEquals(List.of(firstName, secondName), names(state(first, session)));

            theirs.sendClose(1000);

            Patience.until(secondName + " has left", LIMIT, () -> names(state(first, session)).equals(List.of(firstName)));
            assertTrue(mine.isOpen());
        }
    }

    /** A lost connection that comes again is the same visit, and one person. */
    @Test
    void twoConnectionsOfOneVisitAreOnePerson() throws Exception {
        try (RawWebSocket one = first.connect(first.token(session)).shakeHands(); RawWebSocket again = first.connect(first.token(session)).shakeHands()) {
            assertEquals(List.of(firstName), names(state(first, session)));
            assertTrue(one.isOpen() && again.isOpen());
        }
    }

    @Test
    void peopleOnAnotherVmAreNotTold() throws Exception {
        try (RawWebSocket elsewhere = second.console(PortalUnderTest.nodes().freshVm())) {
            assertEquals(List.of(), names(state(first, session)));
            assertTrue(elsewhere.isOpen());
        }
    }

    @Test
    void theSessionOfSomebodyElseTellsNothingAndFillsNoTrail() throws Exception {
        second.from(RecordedHistory.freshAddress());
        long before = database.count("audit_events where user_name = ?", secondName);

        HttpAnswer foreign = second.get("/console/" + session + "/state");

        assertEquals(404, foreign.status());
        assertEquals(second.get("/console/" + UUID.randomUUID() + "/state").text(), foreign.text());
        assertFalse(foreign.says(firstName));
        assertEquals(before, database.count("audit_events where user_name = ?", secondName), "a page asks every two seconds");
    }

    @Test
    void anotherBrowserOfTheSamePersonIsToldNothing() throws Exception {
        assertEquals(404, Browser.newSignIn(firstName).get("/console/" + session + "/state").status());
    }

    @Test
    void whoLostTheRightIsToldNothing() throws Exception {
        try (RawWebSocket theirs = second.console(vm)) {
            database.update("delete from memberships where user_id = (select id from users where name = ?)", firstName);

            HttpAnswer answer = first.get("/console/" + session + "/state");

            assertEquals(404, answer.status());
            assertFalse(answer.says(secondName));
            assertTrue(theirs.isOpen());
        }
    }

    private static JsonObject state(Browser browser, UUID session) throws IOException {
        HttpAnswer answer = browser.get("/console/" + session + "/state");
        assertEquals(200, answer.status(), answer.toString());
        return Json.createReader(new StringReader(answer.text())).readObject();
    }

    private static List<String> names(JsonObject state) {
        return state.getJsonArray("people").getValuesAs(JsonObject.class).stream().map(person -> person.getString("name")).toList();
    }
}
