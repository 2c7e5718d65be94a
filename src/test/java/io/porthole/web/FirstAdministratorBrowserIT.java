package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Chromium;
import io.porthole.testing.SecondPortal;
import io.porthole.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** A portal that is installed anew, from the link in its log to its first administrator. */
@ArquillianTest
@RunAsClient
class FirstAdministratorBrowserIT {

    private static final Pattern LINK = Pattern.compile("make the first administrator at (http://\\S+/setup\\?token=([A-Za-z0-9_-]{43})) \\(works once, for a day\\)");

    /** Of a service that no system has any more (RFC 1078). */
    private static final int NOBODY_LISTENS = 1;

    @Test
    void theLinkInTheLogMakesOneAdministratorOnceAndTheTrailTellsWho() throws Exception {
        try (SecondPortal portal = SecondPortal.ofNobody("syslog_receiver=tcp://127.0.0.1:" + NOBODY_LISTENS); Chromium browser = Chromium.openAt(portal.url())) {
            Matcher link = LINK.matcher(portal.log());
            assertTrue(link.find(), "the log has the link");
            assertTrue(link.group(1).startsWith(portal.url() + "/"), link.group(1));

            browser.go("/setup?token=" + link.group(2).replaceFirst("^.", link.group(2).startsWith("A") ? "B" : "A"));
            assertFalse(browser.shows("#name"), "another link does not work");
            browser.goTo(link.group(1)).awaitFocus("name");
            browser.type("founder", Keys.TAB, "correct horse battery", Keys.TAB, "correct horse batterie", Keys.ENTER);
            browser.awaitElement("#problem");
            browser.awaitFocus("password");
            assertEquals(List.of(), browser.accessibilityFaults("setup"));
            assertEquals(0, portal.database().count("users"));
            browser.click("#password");
            browser.type("correct horse battery", Keys.TAB, "correct horse battery", Keys.ENTER);
            browser.await("the list", () -> browser.path().equals("/vms"));
            browser.go("/admin/users");
            browser.await("it is the administrator's page", () -> browser.text("main").contains("founder"));

            Map<String, Object> event = portal.database().rows("select * from audit_events where action = 'FIRST_ADMINISTRATOR_MADE'").get(0);
            assertEquals(List.of("founder", "127.0.0.1"), List.of(event.get("user_name"), event.get("address")));
            whatIsBrokenIsSaid(browser, portal.database(), "instances", "500");
            whatIsBrokenIsSaid(browser, portal.database(), "sign_ins", "503");
            whatWasSentIsNotSentAgain(browser, portal.database());
            theHistorySaysThatTheSyslogReceiverIsAway(browser);
            browser.goTo(link.group(1));
            assertFalse(browser.shows("#name"), "the link worked once");
            assertEquals(1, portal.database().count("audit_events where action = 'FIRST_ADMINISTRATOR_MADE'"));
        }
    }

    /** Without that table nothing but the page of the error is there, in whatever language; with it again, the same page comes at a click. */
    private static void whatIsBrokenIsSaid(Chromium browser, TestDatabase database, String table, String status) throws Exception {
        database.update("alter table " + table + " rename to away");
        try {
            browser.go("/vms?view=table&q=a%20b");
            browser.await("the error " + status, () -> browser.text(".told-name").equals(status));
            assertEquals(List.of(), browser.accessibilityFaults("error-" + status));
        } finally {
            database.update("alter table away rename to " + table);
        }
        browser.click("#way-on");
        browser.await("what was asked for", () -> !browser.shows(".told-name") && "a b".equals(browser.script("return new URLSearchParams(location.search).get('q')")));
    }

    private static void whatWasSentIsNotSentAgain(Chromium browser, TestDatabase database) throws Exception {
        browser.go("/admin/rules").awaitElement("main form");
        database.update("alter table sign_ins rename to away");
        try {
            browser.script("document.querySelector('main form').submit()");
            browser.awaitElement("#way-on");
            browser.contactSheet("error-503-sent");
        } finally {
            database.update("alter table away rename to sign_ins");
        }
        browser.click("#way-on");
        browser.await("the page of the form", () -> browser.path().equals("/admin/rules") && browser.shows("main form"));
    }

    /** The portal notices it when it has something to hand over. */
    private static void theHistorySaysThatTheSyslogReceiverIsAway(Chromium browser) throws Exception {
        browser.await("the history says it", () -> browser.go("/history").shows("#syslog-lag .cause"));
        String said = browser.text("#syslog-lag");
        assertTrue(said.contains("The syslog receiver does not have everything yet") && said.contains("Connection refused"), said);
        browser.screenshots("history-syslog");
    }
}
