package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RawWebSocket.Frame;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A console ends with its reason, though another portal node ended that (DESIGN, decision 5): here every change is made in the
 * database, behind the portal's back.
 */
@ArquillianTest
@RunAsClient
class ReasonNewsIT {

    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final Duration FIRST_LOOK = Duration.ofMillis(1_500);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String USER = "(select user_id from console_sessions where id = ?)";
    private static final String LISTENER = "select pid from pg_stat_activity where application_name = 'porthole-reasons'";

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();
    private String userName;
    private Browser browser;
    private UUID session;
    private RawWebSocket console;

    @BeforeEach
    void openConsole() throws Exception {
        userName = Account.freshMember("workshop");
        browser = Browser.newSignIn(userName);
        session = browser.openConsole(vm);
        console = browser.connect(browser.token(session)).shakeHands();
        Patience.until("the portal hears", LIMIT, () -> database.value(LISTENER) != null);
    }

    @AfterEach
    void closeConsole() throws Exception {
        console.close();
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                arguments("signed out", "update sign_ins set ended_at = now() where user_id = " + USER, 4010, "SIGNED_OUT"),
                arguments("sign-in removed", "delete from sign_ins where user_id = " + USER, 4010, "SIGNED_OUT"),
                arguments("password changed", """
                        with changed as (update users set password_hash = 'another' where id = %s returning id)
                        update sign_ins set ended_at = now() from changed where user_id = changed.id""".formatted(USER), 4017, "PASSWORD_CHANGED"),
                arguments("user disabled", "update users set enabled = false where id = " + USER, 4016, "USER_DISABLED"),
                arguments("user deleted", "delete from users where id = " + USER, 4016, "USER_DISABLED"),
                arguments("project left", "delete from memberships where user_id = " + USER, 4011, "RIGHT_REVOKED"),
                arguments("role taken", "update memberships set role = 'AUDITOR' where user_id = " + USER, 4011, "RIGHT_REVOKED"),
                arguments("VM of another project", "update instances set project = 'treasury' where id = (select instance_id from console_sessions where id = ?)",
                        4011, "RIGHT_REVOKED"),
                arguments("VM off", "update instances set state = 'OFF' where id = (select instance_id from console_sessions where id = ?)", 4012, "INSTANCE_STOPPED"),
                arguments("VM crashed", "update instances set state = 'CRASHED' where id = (select instance_id from console_sessions where id = ?)", 4012, "INSTANCE_STOPPED"),
                arguments("cut", "update console_sessions set cut_at = now(), cut_as = 'CUT_BY_ADMINISTRATOR', cut_by = 'admin' where id = ?", 4009, "CUT_BY_ADMINISTRATOR"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasons")
    void consoleEndsAtOnceWithItsReason(String what, String change, int code, String reason) throws Exception {
        database.update(change, session);
        assertEndsNow(what, code, reason);
    }

    @Test
    void deletedVmEndsIt() throws Exception {
        UUID deleted = moveTo(vm.node());

        database.update("delete from instances where id = ?", deleted);
        assertEndsNow("VM deleted", 4018, "INSTANCE_DELETED");
    }

    @Test
    void removedComputeNodeEndsIt() throws Exception {
        String node = "node-" + session;
        database.update("insert into node_states (name, answers) values (?, true)", node);
        moveTo(node);

        database.update("delete from node_states where name = ?", node);
        assertEndsNow("compute node removed", 4019, "NODE_REMOVED");
    }

    /** The console becomes one of a VM that no compute node has, because what is deleted of theirs comes back by their next report. */
    private UUID moveTo(String node) throws Exception {
        UUID instance = UUID.randomUUID();
        database.update("insert into instances (id, node, name, display_name, project, state, vnc) values (?, ?, ?, ?, 'workshop', 'RUNNING', true)",
                instance, node, "vm-" + instance, "vm-" + instance);
        database.update("update console_sessions set instance_id = ?, node = ? where id = ?", instance, node, session);
        return instance;
    }

    private void assertEndsNow(String what, int code, String reason) throws Exception {
        long start = System.nanoTime();
        Frame close = console.readClose();
        report(what, start);
        assertEquals(code, close.closeCode());
        assertEquals(reason, close.closeReason());
        assertWithin(PROMISED, start);
        RecordedHistory.assertEnded(session, reason);
    }

    @Test
    void wordsOfWhoCutReachThePersonAsFarAsTheyFit() throws Exception {
        String words = "Wartung: ä".repeat(20);
        database.update("update console_sessions set cut_at = now(), cut_as = 'CUT_BY_ADMINISTRATOR', cut_by = 'admin', cut_words = ? where id = ?", words, session);

        String told = console.readClose().closeReason();
        assertTrue(words.startsWith(told) && told.length() > 100, told);
    }

    @Test
    void consoleThatWasCutIsNotOpenedAgainAndAnotherOneIs() throws Exception {
        String token = browser.token(session);
        database.update("update console_sessions set cut_at = now(), cut_as = 'CUT_BY_ADMINISTRATOR', cut_by = 'admin' where id = ?", session);
        console.readClose();

        assertEquals(403, browser.connect(token).answer().status());
        HttpAnswer refused = browser.askForToken(session);
        assertEquals(403, refused.status());
        assertTrue(refused.says("SESSION_CUT"), refused.text());
        assertEquals(403, browser.get("/console/" + session).status());
        try (RawWebSocket another = browser.console(vm)) {
            assertTrue(another.isOpen());
        }
    }

    @Test
    void passwordChangeEndsTheConsoleOfABearerUrlAndTheUrl() throws Exception {
        String token = browser.bearerToken(vm);
        OpenStackHttp proxyElsewhere = OpenStackHttp.as(Account.ADMIN, "studio");
        assertEquals(200, proxyElsewhere.get("/compute/v2.1/os-console-auth-tokens/" + token).status());
        try (RawWebSocket bearer = RawRequest.upgrade("/websockify?token=" + token).connect().shakeHands()) {
            database.update("update users set password_hash = 'another' where name = ?", userName);
            long start = System.nanoTime();

            assertEquals(4017, bearer.readClose().closeCode());
            assertWithin(PROMISED, start);
            assertEquals(403, RawRequest.upgrade("/websockify?token=" + token).connect().answer().status());
            assertEquals(404, proxyElsewhere.get("/compute/v2.1/os-console-auth-tokens/" + token).status());
        }
    }

    @Test
    void passwordChangeLeavesTheConsoleOfTheBrowserThatStaysSignedIn() throws Exception {
        database.update("update users set password_hash = 'another' where name = ?", userName);
        database.update("update sign_ins set ended_at = now() where user_id = (select id from users where name = ?) and id <> (select sign_in_id from console_sessions where id = ?)",
                userName, session);
        try (RawWebSocket witness = Browser.signedInAs(Account.WORKER).console(vm)) {
            database.update("update console_sessions set cut_at = now(), cut_as = 'ENDED_BY_USER', cut_by = 'worker' where id = (select session_id from console_connections order by opened_at desc limit 1)");
            assertEquals(4020, witness.readClose().closeCode());
        }

        assertEquals("ACTIVE", RecordedHistory.session(session).get("state"));
    }

    // ---- the way of the news

    @Test
    void newsThatAreMissedWhileTheConnectionIsLostAreCaughtUp() throws Exception {
        int listener = (int) database.value(LISTENER);
        awaitFirstLook();
        // One transaction: nobody listens when it commits.
        database.rows("with changed as (update users set enabled = false where name = ?) select pg_terminate_backend(?)", userName, listener);
        long start = System.nanoTime();
        Frame close = console.readClose();
        report("user disabled while nobody listened", start);

        assertEquals(4016, close.closeCode());
        assertWithin(PROMISED, start);
        assertNotEquals(listener, database.value(LISTENER));
        Patience.until("the log tells of the loss", LIMIT, () -> PortalUnderTest.serverLog().contains("the connection that tells of ended reasons is lost"));
        Patience.until("and of the return", LIMIT, () -> PortalUnderTest.serverLog().contains("ended reasons are told of again"));
    }

    /** As behind a firewall that forgot the connection: nothing comes on it any more, not even its end. */
    @Test
    void connectionThatFallsSilentIsReplaced() throws Exception {
        int listener = (int) database.value(LISTENER);
        awaitFirstLook();
        signal("STOP", listener);
        try {
            long start = System.nanoTime();
            database.update("update users set enabled = false where name = ?", userName);
            Frame close = console.readClose();
            report("user disabled while the listener's connection was silent", start);

            assertEquals(4016, close.closeCode());
            assertWithin(PROMISED, start);
        } finally {
            signal("CONT", listener);
        }
    }

    /** The portal looks at a new console once by itself, soon after it opened: not before that is over can nothing but news end it. */
    private static void awaitFirstLook() throws Exception {
        long start = System.nanoTime();
        Patience.until("the first look is over", LIMIT, () -> System.nanoTime() - start > FIRST_LOOK.toNanos());
    }

    private static void signal(String name, int process) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, String.valueOf(process)).inheritIO().start().waitFor());
    }

    private static void report(String what, long startNanos) {
        System.out.printf("%s: the console ended %d ms later%n", what, Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
    }

    private static void assertWithin(Duration limit, long startNanos) {
        Duration passed = Duration.ofNanos(System.nanoTime() - startNanos);
        assertTrue(passed.compareTo(limit) < 0, "it took " + passed);
    }
}
