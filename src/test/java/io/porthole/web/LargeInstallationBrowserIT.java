package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.Crowd;
import io.porthole.testing.SecondPortal;
import io.porthole.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/**
 * Where there is very much to show, no page is wider than the window. Whoever changes the looks of the pages looks at all of them there:
 * {@code -Dporthole.looks=en} (or zh-CN) leaves a contact sheet of each in its four looks in target/screenshots.
 */
@ArquillianTest
@RunAsClient
class LargeInstallationBrowserIT {

    private static final int NODES = 100;

    private final List<String> wide = new ArrayList<>();

    @Test
    void everyPageOfALargeInstallation() throws Exception {
        try (SecondPortal portal = SecondPortal.ofNobody(settings()); Chromium browser = Chromium.openAt(portal.url())) {
            Crowd.into(portal.database());
            look(browser, "/signin", "signin");
            browser.signIn("demo");
            for (String page : List.of("/vms?view=table", "/vms?view=table&q=emea", "/vms?view=wall", "/vms?view=table&q=no-such-vm", "/live", "/account", "/no-such-page")) {
                look(browser, page, "member" + page);
            }
            look(browser, "/visits/" + idOfABusyVm(portal.database()), "member-visits");
            browser.forgetCookies();
            browser.signIn("admin");
            for (String page : List.of("/vms", "/live", "/live?q=hohenstein", "/history", "/history?q=rack-07", "/history/events", "/history/use", "/admin/users", "/admin/users?q=hohen", "/admin/projects",
                    "/admin/projects/none", "/admin/nodes", "/admin/rules", "/admin/settings", "/account")) {
                look(browser, page, "admin" + page);
            }
            look(browser, "/admin/users/" + portal.database().value("select id from users where name = 'person.0004'"), "admin-user");
            look(browser, "/admin/users/" + portal.database().value("select id from users where name like 'maximiliane%'"), "admin-user-long");
            look(browser, "/admin/projects/" + portal.database().value("select id from projects where name = 'platform'"), "admin-project");
            look(browser, "/admin/projects/" + portal.database().value("select id from projects where name like 'regulatory%'"), "admin-project-long");
            look(browser, "/history/" + portal.database().value("select id from console_sessions where end_reason = 'CUT_BY_ADMINISTRATOR' limit 1"), "admin-story");
            look(browser, "/history/" + portal.database().value("select id from console_sessions where state = 'ACTIVE' limit 1"), "admin-story-open");
            assertEquals(List.of(), browser.consoleErrors().stream().filter(error -> !error.contains("/no-such-page")).toList());
        }
        assertEquals(List.of(), wide);
    }

    private void look(Chromium browser, String path, String name) throws Exception {
        browser.go(path).awaitElement("main");
        browser.contactSheet("crowd-" + name.replaceAll("\\W+", "-"));
        browser.narrow();
        if (browser.overflowsSideways()) {
            wide.add(path);
        }
        browser.wide();
    }

    private static Object idOfABusyVm(TestDatabase database) throws Exception {
        return database.value("select instance_id from console_sessions where project = 'platform' limit 1");
    }

    /** Two that do not answer among the many that do. */
    private static String[] settings() throws Exception {
        Path folder = Files.createTempDirectory("porthole-it-looks");
        Path password = Files.writeString(folder.resolve("password"), Account.PASSWORD);
        Path empty = Files.writeString(folder.resolve("empty.xml"), "<node></node>");
        List<String> lines = new ArrayList<>(List.of("project.platform.description=What all teams stand on", "user.demo.password_file=" + password, "user.demo.memberships=platform:member",
                "user.auditor.password_file=" + password, "user.auditor.memberships=platform:auditor", "user.admin.password_file=" + password, "user.admin.memberships=platform:admin",
                "show_demo_accounts=true", "project.platform.recording=true", "max_sessions_per_user=20", "idle_timeout=30m"));
        IntStream.rangeClosed(1, NODES).mapToObj(i -> "compute_node.host-%03d.libvirt_uri=%s".formatted(i, i % 40 == 7 ? "qemu+tcp://127.0.0.1:1/system" : "test://" + empty)).forEach(lines::add);
        return lines.toArray(String[]::new);
    }
}
