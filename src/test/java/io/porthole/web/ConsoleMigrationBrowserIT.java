package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;

import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.SecondNode;

/** A console follows its VM to another compute node, in a real browser and between two libvirtd, of which the new one has VNC with TLS. */
@ArquillianTest
@RunAsClient
class ConsoleMigrationBrowserIT {

    @RegisterExtension
    static final SecondNode SECOND = SecondNode.withTls();

    private static final Duration MIGRATION = Duration.ofSeconds(60);
    /** A loaded machine included; what it took is printed. */
    private static final Duration JOINS = Duration.ofSeconds(10);
    private static final List<String> SAID = List.of("The VM is moving to another compute node", "The VM closed its screen");

    /** Keeps what the page said, for much of it is there for a moment only. */
    private static final String LISTEN = """
            window.said = [];
            const note = () => said.push(document.getElementById('ended-title').textContent);
            new MutationObserver(note).observe(document.getElementById('ended-title'), { childList: true });
            """;

    @Test
    void aVmThatMigratesLiveIsJoinedAtItsNewNodeInTheSameSession() throws Exception {
        SECOND.atHome();
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = browser.signIn(Account.TENANT).openConsole(SECOND.traveller()).awaitLive();
            UUID session = console.session();
            browser.script(LISTEN);

            Future<?> migration = SECOND.migrateLive();
            Patience.until("it arrived", MIGRATION, () -> node().equals(SecondNode.NAME));
            long arrived = System.nanoTime();
            Patience.until("the page joined it there", JOINS, () -> openOn(session).equals(List.of(SecondNode.NAME)) && console.step().equals("live"));
            System.out.printf("VM arrived by live migration, to its picture: %d ms%n", Duration.ofNanos(System.nanoTime() - arrived).toMillis());

            migration.get();
            assertEquals(session, console.session());
            List<?> said = (List<?>) browser.script("return said");
            assertTrue(said.stream().anyMatch(SAID::contains), said.toString());
            browser.await("the VM runs", () -> browser.text("#state").equals("Running"));
            browser.screenshot("console-migrated");
            browser.click("[data-do=leave]");
            RecordedHistory.assertEnded(session, "BROWSER_CLOSED");
        }
    }

    @Test
    void aVmThatMovesSwitchedOffIsJoinedWhereItIsStarted() throws Exception {
        SECOND.atHome();
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = browser.signIn(Account.TENANT).openConsole(SECOND.traveller()).awaitLive();
            UUID session = console.session();

            SECOND.moveCold();
            console.awaitReturning();
            Patience.until("it is known at its new node", MIGRATION, () -> node().equals(SecondNode.NAME));
            long start = System.nanoTime();
            SECOND.start();
            console.awaitLive();
            System.out.printf("VM started on another node, to its picture: %d ms%n", Duration.ofNanos(System.nanoTime() - start).toMillis());

            assertEquals(session, console.session());
            Patience.until("its connection leads there", JOINS, () -> openOn(session).equals(List.of(SecondNode.NAME)));
        }
    }

    private static String node() throws SQLException {
        return String.valueOf(PortalUnderTest.database().value("select node from instances where id = ?", SECOND.traveller().id()));
    }

    /** @return the nodes that this session's open connections lead to */
    private static List<Object> openOn(UUID session) throws SQLException {
        return PortalUnderTest.database().rows("""
                select s.node from console_sessions s join console_connections c on c.session_id = s.id
                 where s.id = ? and c.closed_at is null and c.established_at is not null""", session).stream().map(row -> row.get("node")).toList();
    }
}
