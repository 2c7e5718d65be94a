package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.FakeSyslogReceiver;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What happens at the portal comes to the syslog receiver, also what happens while it is away; and then an auditor is told. */
@ArquillianTest
@RunAsClient
class SyslogBrowserIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FakeSyslogReceiver receiver = PortalUnderTest.syslog();

    private boolean has(String words) {
        return receiver.messages().stream().anyMatch(message -> message.contains(words));
    }

    /** @return a name that is in the trail now, with what a forger would want behind it */
    private static String refuse(String behind) throws Exception {
        String name = "nobody-" + System.nanoTime();
        Browser.anonymous().signIn(name + behind, "no password of anybody's");
        return name;
    }

    @Test
    void whatHappensIsHandedOver() throws Exception {
        String name = refuse("\"] <110>1 - -");

        Patience.until("the refusal is at the receiver", LIMIT, () -> has(" user_name=\"" + name + "\\\"\\] <110>1 - -\""));

        String message = receiver.messages().stream().filter(found -> found.contains(name)).findFirst().orElseThrow();
        assertTrue(message.matches("<108>1 \\d{4}-\\S+Z \\S+ porthole - SIGN_IN_REFUSED \\[porthole@32473 seq=\"\\d+\" hash=\"[0-9a-f]{64}\" id=\"\\d+\" .*"), message);
        assertTrue(message.contains(" refusal=\"WRONG_PASSWORD\""), message);
    }

    @Test
    void whatHappensWhileTheReceiverIsAwayIsHandedOverWhenItComesBack() throws Exception {
        String before = refuse("");
        Patience.until("the receiver has what was before", LIMIT, () -> has(before));
        String meanwhile;
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.AUDITOR);
            receiver.goAway();
            try {
                meanwhile = refuse("");
                browser.await("the page tells that the receiver is away", LIMIT, () -> browser.go("/history").shows("#syslog-lag") && browser.text("#syslog-lag").contains("Connection refused"));

                assertFalse(browser.overflowsSideways());
                browser.screenshots("history-syslog-away");
                assertTrue(PortalUnderTest.serverLog().contains("the audit trail cannot be handed over to the syslog receiver 127.0.0.1:" + receiver.port() + ": "));
            } finally {
                receiver.comeBack();
            }
            Patience.until("the receiver has what was meanwhile", LIMIT, () -> has(meanwhile));
            browser.await("the page tells nothing any more", LIMIT, () -> !browser.go("/history").shows("#syslog-lag"));
        }
        List<Long> places = receiver.places().stream().distinct().sorted().toList();
        assertEquals(LongStream.rangeClosed(places.get(0), places.get(places.size() - 1)).boxed().toList(), places);
        Patience.until("the log tells it", LIMIT, () -> PortalUnderTest.serverLog().contains("the syslog receiver 127.0.0.1:" + receiver.port() + " has the audit trail again"));
    }
}
