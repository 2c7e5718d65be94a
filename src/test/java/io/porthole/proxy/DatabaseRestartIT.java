package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** All of the portal's connections to PostgreSQL die, as when that is restarted; whoever comes to a console next does not see it. */
@ArquillianTest
@RunAsClient
class DatabaseRestartIT {

    private static final String ADMISSIONS = "porthole-admissions";
    private static final int AT_ONCE = 10;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();

    @Test
    void bearerTokensAdmitOverDeadConnections() throws Exception {
        String token = Browser.signedInAs(Account.WORKER).bearerToken(vm);
        int visits = fillPool(token);

        endConnections(ADMISSIONS);

        assertEquals(Collections.nCopies(AT_ONCE, 101), visits(Collections.nCopies(AT_ONCE, token)));
        awaitEnds(visits + AT_ONCE);
    }

    @Test
    void oneTimeTokensAdmitOnceOverDeadConnections() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        fillPool(worker.bearerToken(vm));
        String token = worker.tokenFor(vm);

        endConnections(ADMISSIONS);

        try (RawWebSocket console = worker.connect(token)) {
            assertEquals(101, console.answer().status());
        }
        try (RawWebSocket again = worker.connect(token)) {
            assertEquals(403, again.answer().status());
        }
    }

    @Test
    void pagesAreServedOverDeadConnections() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        assertEquals(200, worker.get("/vms").status());

        endConnections("porthole");

        assertEquals(200, worker.get("/vms").status());
    }

    /** Dead connections of an earlier test may still be in the pool. @return how many visits it took */
    private int fillPool(String token) throws Exception {
        int[] visits = new int[1];
        Patience.until("a pool with connections", LIMIT, () -> {
            assertEquals(Collections.nCopies(AT_ONCE, 101), visits(Collections.nCopies(AT_ONCE, token)));
            visits[0] += AT_ONCE;
            awaitEnds(visits[0]); // before a limit is reached
            return database.count("pg_stat_activity where application_name = ?", ADMISSIONS) > 1;
        });
        return visits[0];
    }

    private void endConnections(String of) throws Exception {
        long ended = database.rows("select pg_terminate_backend(pid) from pg_stat_activity where application_name = ? and usename = current_user", of).size();
        assertTrue(ended > 0, "there was none");
    }

    /** Each is a line in the history, and none stays open. */
    private void awaitEnds(int visits) throws Exception {
        Patience.until(visits + " ends", LIMIT, () -> database.count(
                "console_connections c join console_sessions s on s.id = c.session_id where s.instance_id = ? and c.closed_at is not null", vm.id()) == visits);
        assertEquals(visits, database.count("audit_events where action = 'CONSOLE_CONNECTED' and instance_id = ?", vm.id()));
    }

    /** @return the statuses of so many visits at the same time */
    private static List<Integer> visits(List<String> tokens) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tokens.size());
        try {
            List<Future<Integer>> visits = tokens.stream().map(token -> threads.submit(() -> {
                try (RawWebSocket console = RawRequest.upgrade("/websockify?token=" + token).connect()) {
                    return console.answer().status();
                }
            })).toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> visit : visits) {
                statuses.add(visit.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }
}
