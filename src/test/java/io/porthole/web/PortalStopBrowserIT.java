package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.Patience;
import io.porthole.testing.QemuVms;
import io.porthole.testing.ServerManagement;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people see of a portal that is being stopped while they are on a console. */
@ArquillianTest
@RunAsClient
class PortalStopBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    private static final Duration LIMIT = Duration.ofSeconds(15);

    @AfterEach
    void resume() throws Exception {
        ServerManagement.resume();
    }

    @Test
    void anOpenConsoleSaysHowLongThereIsAndComesBackByItself() throws Exception {
        VMS.archive().running();
        try (Chromium wide = Chromium.open(); Chromium narrow = Chromium.openNarrow()) {
            narrow.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();
            wide.signIn(Account.TENANT);
            ConsolePage console = wide.openConsole(VMS.archive()).awaitLive();
            wide.script("""
                    window.told = [];
                    const title = document.getElementById('ended-title');
                    new MutationObserver(() => told.push(title.textContent)).observe(title, { childList: true })""");
            ServerManagement.suspend();

            wide.await("the page says that the portal is about to stop", () -> wide.text("#status").matches("Portal stops in \\d s"));
            assertFalse((Boolean) wide.script("const s = document.getElementById('status'); return s.scrollWidth > s.clientWidth"), "it is not cut off");
            wide.screenshots("console-stopping");
            narrow.screenshot("console-stopping-narrow");
            assertFalse(narrow.overflowsSideways());
            console.awaitReturning();
            assertEquals("The portal is being stopped", wide.script("return told[0]"));
            Patience.until("suspended", LIMIT, () -> "SUSPENDED".equals(ServerManagement.suspendState()));
            ServerManagement.resume();

            console.awaitLive();
            wide.await("nothing is said of a stop any more", () -> !wide.text("#status").contains("stops"));
        }
    }

    @Test
    void whoeverComesMeanwhileReadsThatThePortalIsAboutToStop() throws Exception {
        VMS.archive().running();
        try (Chromium open = Chromium.open(); Chromium late = Chromium.open()) {
            open.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();
            late.signIn(Account.TENANT).awaitElement("#console-" + VMS.archive().id());
            ServerManagement.suspend();
            open.await("the portal takes its leave", () -> open.text("#status").contains("stops"));
            late.click("#console-" + VMS.archive().id());

            late.awaitElement("h1");
            late.await("the refusal", () -> late.text("main").contains("The portal is about to stop"));
            late.screenshots("refused-stopping");
        }
    }
}
