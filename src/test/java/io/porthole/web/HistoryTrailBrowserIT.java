package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The line that says whether the history is as it was written, as an auditor sees it. */
@ArquillianTest
@RunAsClient
class HistoryTrailBrowserIT {

    private final TestDatabase database = PortalUnderTest.database();

    @Test
    void oneClickChecksTheWholeHistory() throws Exception {
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.AUDITOR).go("/history");
            browser.click("#check-now");
            browser.awaitElement("#chain[data-state='UNBROKEN']");

            assertTrue(browser.text("#chain").matches("(?s).*Unbroken\\s+checked to entry [0-9,]+ at .*"), browser.text("#chain"));
            assertFalse(browser.overflowsSideways());
            browser.screenshots("history-unbroken");
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
    }

    @Test
    void changedEntryIsToldInRed() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR);
            asSuperuser("update audit_events set detail = detail || '!' where id = (select event_id from audit_chain where seq = 2)");
            try {
                browser.go("/history");
                browser.click("#check-now");
                browser.awaitElement("#chain [role='alert']");

                assertTrue(browser.text("#chain [role='alert']").contains("Entry 2 (event "), browser.text("#chain"));
                browser.screenshots("history-broken");
            } finally {
                asSuperuser("update audit_events set detail = left(detail, -1) where id = (select event_id from audit_chain where seq = 2)");
            }
            browser.click("#check-now");
            browser.awaitElement("#chain[data-state='UNBROKEN']");
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection superuser = database.superuser(); Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}
