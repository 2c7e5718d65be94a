package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many consoles one person may have open, as an administrator decides it on that person's page. */
@ArquillianTest
@RunAsClient
class PersonLimitIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int RACERS = 10;

    /** Of the administrator, by which the trail is found. */
    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();
    private String name;
    private String page;
    private Browser person;

    @BeforeEach
    void somebody() throws Exception {
        name = Account.freshMember("workshop");
        page = "/admin/users/" + Account.idOf(name);
        person = Browser.newSignIn(name).from(RecordedHistory.freshAddress());
    }

    @Test
    void aLimitBelowWhatIsOpenKeepsThatAndRefusesTheNextUntilItIsTakenBack() throws Exception {
        String before = person.tokenFor(vm);
        try (RawWebSocket one = open(); RawWebSocket other = open()) {
            assertEquals(page + "?done=user-limit", limit("1").location());

            HttpAnswer refused = person.pressConsole(vm);
            assertEquals(429, refused.status());
            assertEquals("5", refused.header("Retry-After").orElseThrow());
            assertTrue(refused.says("You have a console open, and a person may have no more than one"), refused.text());
            assertTrue(person.askForBearerUrl(vm).says("1 consoles per user are open, and no more may be"), "programs are told too");
            try (RawWebSocket late = person.connect(before)) {
                assertEquals(429, late.answer().status(), "a token of before admits no longer");
            }
            assertTrue(one.isOpen() && other.isOpen());
            assertEquals(2L, database.count("console_connections c join console_sessions s on s.id = c.session_id where s.user_name = ? and c.closed_at is null", name));

            assertEquals(page + "?done=user-unlimit", admin().post(page + "/unlimit").location());
            assertEquals(303, person.pressConsole(vm).status());
            try (RawWebSocket late = person.connect(before)) {
                assertEquals(101, late.answer().status());
            }
        }
        assertEquals(List.of("CONSOLE_LIMIT_DECIDED user %s (%s): 1, before: as the settings say".formatted(name, Account.idOf(name)),
                "CONSOLE_LIMIT_DECIDED user %s (%s): as the settings say, before: 1".formatted(name, Account.idOf(name))), trail());
    }

    @Test
    void aPlaceThatIsLeftIsFreeForTheNext() throws Exception {
        limit("1");
        try (RawWebSocket one = open()) {
            assertEquals(429, person.pressConsole(vm).status());
            one.sendClose(1000);
            one.readClose();
        }
        Patience.until("the place is free", LIMIT, () -> person.pressConsole(vm).status() == 303);
    }

    @Test
    void ofManyAtOnceNoMoreGetInThanThePersonMay() throws Exception {
        limit("3");
        String token = person.bearerToken(vm);
        Callable<RawWebSocket> connecting = () -> RawRequest.upgrade("/websockify?token=" + token).connect();
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        List<RawWebSocket> racers = new ArrayList<>();
        try {
            for (Future<RawWebSocket> one : threads.invokeAll(Collections.nCopies(RACERS, connecting))) {
                racers.add(one.get());
            }
            List<Integer> statuses = racers.stream().map(racer -> racer.answer().status()).sorted().toList();
            assertEquals(3, Collections.frequency(statuses, 101), statuses.toString());
            assertEquals(RACERS - 3, Collections.frequency(statuses, 429), statuses.toString());
        } finally {
            threads.shutdownNow();
            for (RawWebSocket racer : racers) {
                racer.close();
            }
        }
    }

    @Test
    void itIsShownWhereItIsSetToThePersonAndAmongTheLimits() throws Exception {
        assertTrue(words(admin().get(page)).matches("at most 2,000 as the settings have it for everybody"), words(admin().get(page)));
        assertFalse(admin().get("/admin/rules").says(name));

        limit(" 7 ");

        for (HttpAnswer shown : List.of(admin().get(page), person.get("/account"))) {
            assertTrue(words(shown).matches(".*at most 7 set by admin, 2.*Z"), words(shown));
        }
        HttpAnswer rules = admin().get("/admin/rules");
        String row = rules.text().substring(rules.text().indexOf("id=\"person-" + Account.idOf(name) + "\"")).split("</li>")[0];
        assertTrue(row.contains("href=\"" + page + "\"") && row.contains(name) && row.contains("at most 7") && row.contains("set by admin,"), row);
        admin().post(page + "/unlimit");
        assertFalse(admin().get("/admin/rules").says(name));
        assertTrue(words(person.get("/account")).endsWith("as the settings have it for everybody"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0", "-1", "1000001", "99999999999", "two", "1.5", "1e3", "0x10"})
    void whatIsNoNumberOfConsolesIsRefusedAndNothingIsChanged(String most) throws Exception {
        limit("4");

        HttpAnswer answer = limit(most);

        assertEquals(400, answer.status());
        assertTrue(answer.says("A limit is a whole number from 1 to 1,000,000. Nothing was changed."), answer.text());
        assertEquals(4, database.value("select most_consoles from users where name = ?", name));
        assertEquals(List.of("CONSOLE_LIMIT_DECIDED", "ADMINISTRATION_REFUSED LIMIT_UNFIT"), RecordedHistory.trailFrom(address));
    }

    @Test
    void theSameAgainIsNoEvent() throws Exception {
        limit("4");
        limit("4");

        assertEquals(List.of("CONSOLE_LIMIT_DECIDED"), RecordedHistory.trailFrom(address));
    }

    private RawWebSocket open() throws Exception {
        RawWebSocket console = person.connect(person.tokenFor(vm)).shakeHands();
        assertTrue(console.isOpen());
        return console;
    }

    private HttpAnswer limit(String most) throws IOException {
        return admin().post(page + "/limit", "most", most);
    }

    private Browser admin() throws IOException {
        return Browser.signedInAs(Account.ADMIN).from(address);
    }

    private List<String> trail() throws Exception {
        return database.rows("select action || ' ' || detail as told from audit_events where address = ? order by id", address).stream().map(row -> (String) row.get("told")).toList();
    }

    /** @return what stands in the line of the limit */
    private static String words(HttpAnswer page) {
        return page.text().substring(page.text().indexOf("id=\"limit\"")).split("</p>")[0].replaceFirst("^[^>]*>", "").replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    }
}
