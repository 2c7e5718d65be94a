package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import java.sql.SQLException;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Guessing is slowed down, and nobody else with it. */
@ArquillianTest
@RunAsClient
class SignInThrottleIT {

    private static final String WRONG = "Tr0ub4dor and 3";

    @Test
    void afterFiveWrongPasswordsEvenTheRightOneHasToWait() throws Exception {
        String name = Account.freshMember("studio");
        Browser guesser = Browser.anonymous().from(RecordedHistory.freshAddress());
        for (int i = 0; i < 5; i++) {
            assertEquals(401, guesser.signIn(name, WRONG + i).status());
        }

        HttpAnswer answer = guesser.signIn(name, Account.PASSWORD);

        assertEquals(429, answer.status());
        assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) > 0);
        assertTrue(answer.says("Too many wrong passwords"));
        assertEquals(303, guesser.signIn(Account.freshMember("studio"), Account.PASSWORD).status(), "another user from there");
        assertEquals(303, Browser.anonymous().signIn(name, Account.PASSWORD).status(), "this user from elsewhere");
    }

    @Test
    void aRightPasswordForgivesTheWrongOnesBeforeIt() throws Exception {
        String name = Account.freshMember("studio");
        Browser forgetful = Browser.anonymous().from(RecordedHistory.freshAddress());
        for (int i = 0; i < 4; i++) {
            forgetful.signIn(name, WRONG);
        }
        assertEquals(303, forgetful.signIn(name, Account.PASSWORD).status());
        forgetful.signOut();

        assertEquals(401, forgetful.signIn(name, WRONG).status());
        assertEquals(303, forgetful.signIn(name, Account.PASSWORD).status());
    }

    @Test
    void twentyWrongPasswordsFromAnywhereSlowGuessingOfOneUserDown() throws Exception {
        String name = Account.freshMember("studio");
        for (int i = 0; i < 20; i++) {
            recordWrongPassword(name, RecordedHistory.freshAddress());
        }

        assertEquals(429, Browser.anonymous().from(RecordedHistory.freshAddress()).signIn(name, Account.PASSWORD).status());
    }

    @Test
    void fiftyWrongPasswordsFromOneAddressSlowGuessingOfAllUsersDown() throws Exception {
        String address = RecordedHistory.freshAddress();
        for (int i = 0; i < 50; i++) {
            recordWrongPassword("nobody-" + i, address);
        }

        assertEquals(429, Browser.anonymous().from(address).signIn("demo", Account.PASSWORD).status());
    }

    @Test
    void theWaitIsToldToTheSecondAndThrottledTriesDoNotFillTheTrail() throws Exception {
        String name = Account.freshMember("studio");
        String address = RecordedHistory.freshAddress();
        for (int i = 0; i < 50; i++) {
            PortalUnderTest.database().update("insert into audit_events (at, action, user_name, address, refusal, incident)"
                    + " values (now() - interval '200 seconds', 'SIGN_IN_REFUSED', ?, ?, 'WRONG_PASSWORD', gen_random_uuid())", "nobody-" + i, address);
        }
        Browser guesser = Browser.anonymous().from(address);

        for (int i = 0; i < 20; i++) {
            HttpAnswer answer = guesser.signIn(name, Account.PASSWORD);
            int seconds = Integer.parseInt(answer.header("Retry-After").orElseThrow());
            assertTrue(seconds <= 100 && seconds > 60, "five minutes after the wrong ones, which were 200 s ago: " + seconds);
            assertTrue(answer.says("Please wait " + seconds + " seconds"), answer.text());
        }
        assertEquals(5, PortalUnderTest.database().count("audit_events where address = ? and refusal = 'THROTTLED'", address));
    }

    private static void recordWrongPassword(String name, String address) throws SQLException {
        TestDatabase database = PortalUnderTest.database();
        database.update("insert into audit_events (action, user_name, address, refusal, incident) values ('SIGN_IN_REFUSED', ?, ?, 'WRONG_PASSWORD', gen_random_uuid())",
                name, address);
    }

    @Test
    void aForgedForwardedAddressDoesNotOutwitTheThrottle() throws Exception {
        String name = Account.freshMember("studio");
        String address = RecordedHistory.freshAddress();
        Browser guesser = Browser.anonymous().from(address);
        guesser.get("/signin");
        for (int i = 0; i < 6; i++) {
            guesser.send(guesser.request("POST", "/signin").header("X-Forwarded-For", "203.0.113." + i)
                    .body("application/x-www-form-urlencoded", "csrf=" + guesser.formToken() + "&name=" + name + "&password=wrong-" + i));
        }

        assertEquals(429, guesser.signIn(name, Account.PASSWORD).status());
        assertEquals(0, PortalUnderTest.database().count("audit_events where user_name = ? and address <> ?", name, address));
    }
}
