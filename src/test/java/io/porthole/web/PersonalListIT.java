package io.porthole.web;

import static io.porthole.web.VmPage.link;
import static io.porthole.web.VmPage.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.ManyVms;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The list as one person has it: its order, its pages and its filters. */
@ArquillianTest
@RunAsClient
class PersonalListIT {

    private static final int PAGE_SIZE = 20;
    private static final int THREE_PAGES = 45;
    private static final List<String> STRANGE = List.of("page=2", "after=", "after=abc", "after=_", "after=o-many-20_", "after=o-many-20_x",
            "after=x-many-20_8f14e45f-ceea-4672-a950-0a3d58fb0001", "after=many-20_8f14e45f-ceea-4672-a950-0a3d58fb0001", "after=r-many-20_8f14e45f-ceea-4672-a950-0a3d58fb0001",
            "after=r-_8f14e45f-ceea-4672-a950-0a3d58fb0001", "after=%00_%00", "after=o-%ED%A0%80_x", "view=cloud", "order=newest", "favourite=maybe",
            "before=o-many-20_8f14e45f-ceea-4672-a950-0a3d58fb0001");

    // ---- order

    @Test
    void favouritesComeFirstThenWhatWasVisitedLatelyThenTheOthersByName() throws Exception {
        VmUnderTest first = PortalUnderTest.nodes().freshVm();
        VmUnderTest second = PortalUnderTest.nodes().freshVm();
        VmUnderTest third = PortalUnderTest.nodes().freshVm();
        String name = Account.freshMember("workshop");
        Browser browser = Browser.newSignIn(name);
        List<UUID> byName = list(browser.get("/vms"));

        browser.openConsole(second);
        browser.openConsole(first);
        browser.openConsole(third);
        browser.openConsole(second);
        favourite(browser, third.id(), true);

        HttpAnswer list = browser.get("/vms");
        List<UUID> now = list(list);
        assertEquals(List.of(third.id(), second.id(), first.id()), now.subList(0, 3));
        List<UUID> others = new ArrayList<>(byName);
        others.removeAll(List.of(first.id(), second.id(), third.id()));
        assertEquals(others.subList(0, PAGE_SIZE - 3), now.subList(3, PAGE_SIZE));
        assertEquals(2, list.text().split("class=\"lately\"", -1).length - 1, "a favourite is one first of all");
        assertEquals(List.of(third.id()), list(browser.get("/vms?favourite=yes")));
        assertEquals(byName, list(Browser.newSignIn(Account.freshMember("workshop")).get("/vms")), "another's visits are none of theirs");
    }

    @Test
    void aVisitOfLongAgoIsNotOfLateNorIsOneThatWatchesSomebody() throws Exception {
        try (ManyVms vms = ManyVms.of(3)) {
            String name = vms.member();
            List<UUID> ids = vms.ids();
            visit(name, ids.get(2), vms.node(), "now() - interval '31 days'", null);
            visit(name, ids.get(1), vms.node(), "now()", UUID.randomUUID());
            Browser browser = Browser.newSignIn(name);
            assertEquals(ids, list(browser.get("/vms")));

            visit(name, ids.get(2), vms.node(), "now() - interval '29 days'", null);
            assertEquals(List.of(ids.get(2), ids.get(0), ids.get(1)), list(browser.get("/vms")));
        }
    }

    @Test
    void ofManyVisitsTheLatestEightCount() throws Exception {
        try (ManyVms vms = ManyVms.of(12)) {
            String name = vms.member();
            List<UUID> ids = vms.ids();
            for (int i = 0; i < ids.size(); i++) {
                visit(name, ids.get(i), vms.node(), "now() - interval '" + (i + 1) + " minutes'", null);
            }
            assertEquals(ids, list(Browser.newSignIn(name).get("/vms")), "the first eight as visited, the others by name");
            HttpAnswer list = Browser.newSignIn(name).get("/vms");
            assertEquals(8, list.text().split("class=\"lately\"", -1).length - 1);
        }
    }

    // ---- filters

    @Test
    void whoHasNoFavouriteIsToldHowToHaveOne() throws Exception {
        HttpAnswer list = Browser.signedInAs(Account.EVE).get("/vms?favourite=yes");

        assertEquals(List.of(), list(list));
        assertTrue(list.says("You have no favourites yet"));
        assertTrue(list.says("href=\"/vms?view=table\""), "and goes back to all");
    }

    @Test
    void everyLinkKeepsTheLookAndTheFilters() throws Exception {
        try (ManyVms vms = ManyVms.of(THREE_PAGES)) {
            Browser browser = Browser.newSignIn(vms.member());
            String asked = "/vms?view=wall&q=vm-0";
            HttpAnswer list = browser.get(asked);

            String next = link(list, "next").orElseThrow();
            assertTrue(next.startsWith(asked + "&after="), next);
            HttpAnswer second = browser.get(next);
            assertEquals(Optional.of(asked), link(second, "prev"), "the first page is no place behind anything");
            assertTrue(second.says("href=\"/vms?view=table&amp;q=vm-0\""));
            assertTrue(second.says("href=\"/vms?view=wall&amp;q=vm-0&amp;favourite=yes\""));
            assertTrue(second.says("href=\"/vms?view=wall\""), "Show all");
            assertTrue(browser.get(asked + "&favourite=yes").says("href=\"" + asked.replace("&", "&amp;") + "\""), "the filter taken away again");
        }
    }

    @Test
    void whatIsDoneInTheListComesBackToItsPlace() throws Exception {
        try (ManyVms vms = ManyVms.of(THREE_PAGES)) {
            Browser browser = Browser.newSignIn(vms.member());
            UUID id = vms.ids().get(30);

            assertEquals("/vms?view=wall&q=vm&favourite=yes&after=o-vm-00020_" + vms.ids().get(19), browser.post("/vms/" + id + "/favourite", "favourite", "true", "view", "wall", "q", "vm",
                    "only", "yes", "after", "o-vm-00020_" + vms.ids().get(19)).location());
            assertEquals("/vms?q=vm%0D%0AX-Evil%3A+1", browser.post("/vms/" + id + "/favourite", "favourite", "false", "q", "vm\r\nX-Evil: 1").location());
        }
    }

    // ---- pages

    @Test
    void pagesGoOnWhereTheyEndedThereAndBack() throws Exception {
        try (ManyVms vms = ManyVms.of(THREE_PAGES)) {
            String name = vms.member();
            Browser browser = Browser.newSignIn(name);
            List<UUID> ids = vms.ids();
            for (UUID favourite : ids.subList(22, 40)) {
                favourite(browser, favourite, true);
            }
            for (int i = 0; i < 6; i++) {
                visit(name, ids.get(i), vms.node(), "now() - interval '" + (i + 1) + " minutes'", null);
            }
            List<UUID> ordered = new ArrayList<>(ids.subList(22, 40));
            ordered.addAll(ids.subList(0, 22));
            ordered.addAll(ids.subList(40, THREE_PAGES));

            List<HttpAnswer> pages = new ArrayList<>();
            for (Optional<String> page = Optional.of("/vms"); page.isPresent(); page = link(pages.get(pages.size() - 1), "next")) {
                pages.add(browser.get(page.get()));
            }
            assertEquals(List.of(ordered.subList(0, 20), ordered.subList(20, 40), ordered.subList(40, THREE_PAGES)), pages.stream().map(PersonalListIT::list).toList(),
                    "the first page ends among those that were visited lately");
            HttpAnswer second = browser.get(link(pages.get(2), "prev").orElseThrow());
            assertEquals(ordered.subList(20, 40), list(second));
            HttpAnswer first = browser.get(link(second, "prev").orElseThrow());
            assertEquals(ordered.subList(0, 20), list(first));
            assertEquals(Optional.empty(), link(first, "prev"));
        }
    }

    @Test
    void noneIsLeftOutOrShownTwiceWhileOthersComeAndGo() throws Exception {
        try (ManyVms vms = ManyVms.of(THREE_PAGES)) {
            Browser browser = Browser.newSignIn(vms.member());
            List<UUID> ids = vms.ids();
            String second = link(browser.get("/vms"), "next").orElseThrow();

            vms.remove(ids.get(19)); // the place itself
            vms.remove(ids.get(3));
            vms.add("vm-00001-before");
            assertEquals(ids.subList(20, 40), list(browser.get(second)), "what comes and goes before a page does not move it");

            UUID within = vms.add("vm-00021-within");
            vms.remove(ids.get(22));
            List<UUID> expected = new ArrayList<>(ids.subList(20, 40));
            expected.remove(ids.get(22));
            expected.add(1, within);
            HttpAnswer page = browser.get(second);
            assertEquals(expected, list(page));
            assertEquals(ids.subList(40, THREE_PAGES), list(browser.get(link(page, "next").orElseThrow())));
            assertEquals(vms.ids().subList(0, PAGE_SIZE), list(browser.get(link(page, "prev").orElseThrow())), "the first page is full, whatever is gone from it");
        }
    }

    @Test
    void whereNothingIsLeftBehindAPlaceTheLastPageIsShown() throws Exception {
        try (ManyVms vms = ManyVms.of(THREE_PAGES)) {
            Browser browser = Browser.newSignIn(vms.member());
            List<UUID> ids = vms.ids();
            String third = link(browser.get(link(browser.get("/vms"), "next").orElseThrow()), "next").orElseThrow();
            for (UUID id : ids.subList(38, THREE_PAGES)) {
                vms.remove(id);
            }
            HttpAnswer last = browser.get(third);
            assertEquals(ids.subList(18, 38), list(last));
            assertEquals(Optional.empty(), link(last, "next"));
            assertEquals(ids.subList(0, 20), list(browser.get(link(last, "prev").orElseThrow())));
        }
    }

    @Test
    void namesThatBeginAlikeForVeryLongHavePagesToo() throws Exception {
        try (ManyVms vms = ManyVms.of(0)) {
            List<UUID> all = new ArrayList<>();
            for (int i = 0; i < PAGE_SIZE + 5; i++) {
                all.add(vms.add("名".repeat(150) + "_" + i));
            }
            Browser browser = Browser.newSignIn(vms.member());
            HttpAnswer first = browser.get("/vms");
            List<UUID> found = new ArrayList<>(list(first));
            String next = link(first, "next").orElseThrow();
            assertTrue(next.length() < 1100, next);
            found.addAll(list(browser.get(next)));
            assertEquals(all.size(), found.size());
            assertTrue(found.containsAll(all));
        }
    }

    @Test
    void anAddressThatIsNoneOfOursShowsTheFirstPage() throws Exception {
        Browser browser = Browser.newSignIn(Account.freshMember("many"));
        List<UUID> first = list(browser.get("/vms"));

        for (String query : STRANGE) {
            assertEquals(first, list(browser.get("/vms?" + query)), query);
            assertEquals(first, list(browser.get("/vms?part=list&" + query)), query);
        }
    }

    private static List<UUID> list(HttpAnswer answer) {
        return List.copyOf(shown(answer));
    }

    private static void favourite(Browser browser, UUID id, boolean favourite) throws IOException {
        assertEquals(303, browser.post("/vms/" + id + "/favourite", "favourite", String.valueOf(favourite)).status());
    }

    /** One that is over. */
    private static void visit(String name, UUID instance, String node, String at, UUID watched) throws Exception {
        PortalUnderTest.database().update("insert into console_sessions (id, door, user_id, user_name, instance_id, instance_name, node, address, state, asked_at, open_until, ended_at,"
                + " end_reason, watches, watch_consent) values (gen_random_uuid(), 'PAGE', ?, ?, ?, 'vm', ?, '127.0.0.1', 'ENDED', " + at + ", " + at + ", " + at + ", 'BROWSER_CLOSED', ?, ?)",
                Account.idOf(name), name, instance, node, watched, watched == null ? null : "NOT_ASKED");
    }
}
