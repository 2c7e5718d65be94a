package io.porthole.web;

import static io.porthole.testing.ComputeNodesUnderTest.REFUSING;
import static io.porthole.testing.ComputeNodesUnderTest.SWALLOWING;
import static io.porthole.web.VmPage.shown;
import static io.porthole.web.VmPage.vm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compute nodes that refuse connections or swallow them: their trouble is shown, and hurts nobody else. */
@ArquillianTest
@RunAsClient
class SickNodeIT {

    /** Issue 2: a node that is down shows as such within this. */
    private static final Duration NODE_TROUBLE = Duration.ofSeconds(15);

    @ParameterizedTest
    @ValueSource(strings = {REFUSING, SWALLOWING})
    void aNodeThatDoesNotAnswerIsShownAsSuch(String node) throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);

        Patience.until("the trouble of node " + node + " is shown", NODE_TROUBLE, () -> {
            String list = admin.get("/vms?part=list").text();
            return list.contains("<bdi>" + node + "</bdi>") && reasonOf(node, list).contains(node);
        });
    }

    @Test
    void sickNodesDoNotSlowTheListDown() throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            admin.get("/vms?part=list");
        }

        Duration each = Duration.ofNanos(System.nanoTime() - start).dividedBy(5);
        assertTrue(each.compareTo(Duration.ofSeconds(1)) < 0, "a list took " + each);
    }

    @Test
    void aMemberWithoutVmsOnASickNodeIsNotTroubled() throws Exception {
        assertFalse(Browser.signedInAs(Account.DEMO).get("/vms").says("does not answer since"));
    }

    @Test
    void aVmOfASickNodeStaysListedAsUnknownAndOffersNothing() throws Exception {
        UUID id = UUID.randomUUID();
        Browser browser = Browser.newSignIn(memberWithVmOn(REFUSING, id));
        awaitSilent(REFUSING);

        HttpAnswer list = browser.get("/vms");

        assertTrue(list.text().matches("(?s).*id=\"vm-" + id + "\" data-state=\"UNKNOWN\".*"), list.text());
        assertTrue(list.says("<bdi>" + REFUSING + "</bdi>"));
        assertTrue(list.says("Its compute node does not answer"));
        assertFalse(list.says("/vms/" + id + "/console"));
        assertFalse(list.says("no connection to 127.0.0.1"), "a member need not know the management network");
    }

    @ParameterizedTest
    @ValueSource(strings = {"console", "start", "stop"})
    void whatIsAskedOfASickNodeIsRefusedAtOnce(String action) throws Exception {
        UUID id = UUID.randomUUID();
        Browser browser = Browser.newSignIn(memberWithVmOn(SWALLOWING, id));
        awaitSilent(SWALLOWING);
        long start = System.nanoTime();

        HttpAnswer answer = browser.post("/vms/" + id + "/" + action);

        assertEquals(503, answer.status());
        assertTrue(answer.says("The compute node does not answer"));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(2).toNanos());
    }

    /** A VM as it stays in the inventory when its node falls silent. */
    private static String memberWithVmOn(String node, UUID id) throws Exception {
        TestDatabase database = PortalUnderTest.database();
        String project = "of-" + id;
        database.update("insert into projects (id, name) values (?, ?)", UUID.randomUUID(), project);
        database.update("insert into instances (id, node, name, display_name, project, state, vnc) values (?, ?, 'ghost', 'ghost', ?, 'RUNNING', true)", id, node, project);
        return Account.freshMember(project);
    }

    private static void awaitSilent(String node) throws Exception {
        Patience.until(node + " is known as silent", NODE_TROUBLE,
                () -> PortalUnderTest.database().count("node_states where name = ? and not answers and reason <> 'not asked yet'", node) == 1);
    }

    private static String reasonOf(String node, String list) {
        Matcher reason = Pattern.compile("<bdi>" + node + "</bdi>.*?<q class=\"said\"[^>]*>([^<]*)</q>", Pattern.DOTALL).matcher(list);
        return reason.find() ? reason.group(1) : "";
    }
}
