package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.porthole.testing.Chromium;
import io.porthole.testing.ManyVms;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The pages and filters of the living list in a real browser. */
@ArquillianTest
@RunAsClient
class PersonalListBrowserIT {

    private static final int THREE_PAGES = 45;

    @Test
    void aPageKeepsItsPlaceWhileVmsComeAndGo() throws Exception {
        try (ManyVms vms = ManyVms.of(THREE_PAGES); Chromium browser = Chromium.open()) {
            List<UUID> ids = vms.ids();
            browser.signIn(vms.member()).awaitElement("#next");
            browser.click("#next");
            browser.await("the second page", () -> name(browser, 0).equals("vm-00021"));
            browser.script("window.survives = true; document.getElementById('next').focus()");

            vms.remove(ids.get(0));
            vms.remove(ids.get(19));
            vms.remove(ids.get(21));
            vms.add("vm-00020-new");
            browser.await("one came and one went, and nothing else moved", () -> names(browser, 3).equals(List.of("vm-00020-new", "vm-00021", "vm-00023")));
            browser.awaitFocus("next");
            assertEquals(true, browser.script("return window.survives"), "without a reload");
            browser.screenshots("list-second-page");

            browser.click("#previous");
            browser.await("the first page", () -> name(browser, 0).equals("vm-00002") && !browser.shows("#previous"));
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    @Test
    void searchAndLookAndFilterGoTogether() throws Exception {
        try (ManyVms vms = ManyVms.of(THREE_PAGES); Chromium browser = Chromium.open()) {
            UUID favourite = vms.ids().get(41);
            browser.signIn(vms.member()).go("/vms?view=wall").awaitElement("#next");
            browser.click("#next");
            browser.awaitElement("#previous");
            browser.type("/");
            browser.awaitFocus("q");
            browser.type("vm-0004");
            browser.await("what was found, from its first page", () -> browser.texts("#rows h2 bdi").size() == 6 && !browser.address().contains("after="));
            browser.await("the look is kept", () -> browser.shows(".wall") && browser.address().contains("view=wall"));

            browser.click("#menu-" + favourite);
            browser.click("#favourite-" + favourite);
            browser.await("it comes first, in the same search", () -> name(browser, 0).equals("vm-00042") && browser.text("#count").contains("6 VMs found"));
            browser.click("#favourites");
            browser.await("alone", () -> names(browser, 9).equals(List.of("vm-00042")) && browser.text("#count").contains("1 favourite found"));
            browser.await("words instead of a broken picture, for its node has none", () -> (Boolean) browser.script(
                    "return getComputedStyle(document.querySelector('.vm-screen img')).visibility === 'hidden'") && browser.text(".vm-screen").equals("No picture of its screen"));
            browser.screenshots("list-favourites-only");
            browser.click("#favourites");
            browser.await("with the others again", () -> browser.texts("#rows h2 bdi").size() == 6);
            browser.click(".views a[href^='/vms?view=table']");
            browser.await("the same search as a table", () -> !browser.shows(".wall") && browser.texts("#rows h2 bdi").size() == 6);
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
    }

    @Test
    void whoHasNoFavouritesReadsHowToHaveOne() throws Exception {
        try (ManyVms vms = ManyVms.of(1); Chromium browser = Chromium.open()) {
            browser.signIn(vms.member()).awaitElement("#favourites");
            browser.click("#favourites");
            browser.await("words instead of an empty page", () -> browser.text("#empty").contains("You have no favourites yet"));
            assertEquals(List.of(), browser.accessibilityFaults("list-no-favourites"));
            browser.narrow();
            assertFalse(browser.overflowsSideways());
        }
    }

    private static String name(Chromium browser, int row) throws Exception {
        List<String> names = browser.texts("#rows h2 bdi");
        return row < names.size() ? names.get(row) : "";
    }

    private static List<String> names(Chromium browser, int most) throws Exception {
        return browser.texts("#rows h2 bdi").stream().limit(most).toList();
    }
}
