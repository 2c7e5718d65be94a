package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.porthole.web.view.AccountView;
import io.porthole.web.view.AdminNodesView;
import io.porthole.web.view.AdminProjectRow;
import io.porthole.web.view.AdminProjectView;
import io.porthole.web.view.AdminProjectsView;
import io.porthole.web.view.AdminRulesView;
import io.porthole.web.view.AdminSettingsView;
import io.porthole.web.view.AdminUnclaimedView;
import io.porthole.web.view.AdminUserRow;
import io.porthole.web.view.AdminUserView;
import io.porthole.web.view.AdminUsersView;
import io.porthole.web.view.ChainView;
import io.porthole.web.view.ConsoleOffers;
import io.porthole.web.view.ConsoleView;
import io.porthole.web.view.ErrorView;
import io.porthole.web.view.EventFilter;
import io.porthole.web.view.EventRow;
import io.porthole.web.view.EventsView;
import io.porthole.web.view.HistoryFilter;
import io.porthole.web.view.HistoryOrders;
import io.porthole.web.view.HistoryRow;
import io.porthole.web.view.HistoryView;
import io.porthole.web.view.HopRow;
import io.porthole.web.view.LimitRow;
import io.porthole.web.view.LimitView;
import io.porthole.web.view.MemberLine;
import io.porthole.web.view.MembershipLine;
import io.porthole.web.view.LiveRow;
import io.porthole.web.view.LiveView;
import io.porthole.web.view.NodeRow;
import io.porthole.web.view.NodeTrouble;
import io.porthole.web.view.Noted;
import io.porthole.web.view.OccupiedView;
import io.porthole.web.view.OpenConsoleLine;
import io.porthole.web.view.PageView;
import io.porthole.web.view.PasswordLinkView;
import io.porthole.web.view.PersonLimit;
import io.porthole.web.view.ProjectOption;
import io.porthole.web.view.RecordingLink;
import io.porthole.web.view.RecordingView;
import io.porthole.web.view.RefusedView;
import io.porthole.web.view.RuleLine;
import io.porthole.web.view.SettingRow;
import io.porthole.web.view.SetupView;
import io.porthole.web.view.SharedRow;
import io.porthole.web.view.SharingRow;
import io.porthole.web.view.SignInLine;
import io.porthole.web.view.SignInView;
import io.porthole.web.view.StoryConnection;
import io.porthole.web.view.StoryGuest;
import io.porthole.web.view.StoryView;
import io.porthole.web.view.StoryWatcher;
import io.porthole.web.view.SyslogView;
import io.porthole.web.view.RemovedVisits;
import io.porthole.web.view.TimeSpan;
import io.porthole.web.view.UnclaimedRow;
import io.porthole.web.view.UsageCell;
import io.porthole.web.view.UsageHour;
import io.porthole.web.view.UsagePlace;
import io.porthole.web.view.UsageView;
import io.porthole.web.view.VisitsView;
import io.porthole.web.view.VmLine;
import io.porthole.web.view.VmListLinks;
import io.porthole.web.view.VisitFault;
import io.porthole.web.view.VmListView;
import io.porthole.web.view.VmRow;

import org.attoparser.AbstractMarkupHandler;
import org.attoparser.MarkupParser;
import org.attoparser.ParseException;
import org.attoparser.config.ParseConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.FileTemplateResolver;

/** The templates as they stand, and as they come out: every word from the bundle, everything else escaped (THREATS.md, row 14). */
class TemplatesTest {

    private static final Path TEMPLATES = Path.of("webapp/WEB-INF/templates");
    /** Marks between texts, the same in every language. */
    private static final Set<String> SYMBOLS = Set.of("·", ",", ".");
    private static final Set<String> TEXT_ATTRIBUTES = Set.of("title", "alt", "placeholder", "aria-label", "aria-description", "label");
    private static final Set<String> VOID = Set.of("meta", "link", "img", "input", "br", "hr", "path", "circle");
    private static final String NASTY = "<img src=x onerror=alert(1)>\"'&";

    private static final TemplateEngine ENGINE = engine();

    /** As {@link Pages} makes it, but for where the templates lie. */
    private static TemplateEngine engine() {
        FileTemplateResolver files = new FileTemplateResolver();
        files.setPrefix(TEMPLATES + "/");
        files.setSuffix(".html");
        files.setCharacterEncoding("UTF-8");
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(files);
        engine.setMessageResolver(new BundleMessages());
        return engine;
    }

    static Stream<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noTextStandsInATemplateButAsASampleOfTheBundles(Path template) throws IOException, ParseException {
        assertEquals(List.of(), strayTexts(Files.readString(template)));
    }

    @Test
    void strayTextIsFound() throws ParseException {
        assertEquals(List.of("Stray"), strayTexts("<p><b th:text=\"#{a}\">Sample</b> Stray</p>"));
        assertEquals(List.of("Stray"), strayTexts("<p><input type=\"text\"> Stray</p>"));
        assertEquals(List.of("title=Stray"), strayTexts("<p title=\"Stray\" th:text=\"#{a}\">Sample <i>of it</i></p>"));
        assertEquals(List.of(), strayTexts("<p th:title=\"#{b}\"><b th:text=\"#{a}\">Sample</b> · <i th:text=\"#{c}\">Sample</i>.</p><!-- remark -->"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noTemplateWritesUnescapedText(Path template) throws IOException {
        String text = Files.readString(template);

        assertFalse(text.contains("th:utext") || text.contains("[(") || text.contains("th:inline"), template + " writes text as it is");
        assertFalse(text.matches("(?s).*\\son[a-z]+=.*") || text.contains("style="), template + " holds what the content security policy forbids");
    }

    // ---- as they come out

    static Stream<Rendered> pages() {
        return Stream.of(
                new Rendered("signin", "signin", new SignInView(null, "/vms", null, 0, true)),
                new Rendered("signin", "signin", new SignInView(NASTY, NASTY, "signin.throttled", 60, false)),
                new Rendered("signin", "signin", new SignInView(NASTY, NASTY, "signin.wrong", 0, false)),
                new Rendered("setup", "setup", new SetupView("token", NASTY, "setup.password-too-short")),
                new Rendered("admin-nodes", "nodes", new AdminNodesView(List.of(new NodeRow(NASTY, NASTY, NASTY, NASTY, "cause.REFUSED", "2026-03-01T10:00:00Z", NASTY, "2026-03-01T10:00:00Z", 7, List.of(new NodeRow.VmsInState("RUNNING", 2), new NodeRow.VmsInState("OFF", 1)), 1, false), new NodeRow("node2", NASTY, NASTY, null, null, "2026-03-01T10:00:00Z", null, null, 0, List.of(), 0, true)), NASTY, List.of(new HopRow("LIBVIRT", true, new Noted(NASTY, "2026-03-01T10:00:00Z", null), null, 3), new HopRow("TLS", false, Noted.quoted(NASTY), "TLS_UNTRUSTED", 3)), NASTY)),
                new Rendered("admin-nodes", "nodes", new AdminNodesView(List.of(), null, List.of(), "")),
                new Rendered("admin-unclaimed", "unclaimed", new AdminUnclaimedView(List.of(new UnclaimedRow("1", NASTY, NASTY, NASTY), new UnclaimedRow("2", NASTY, NASTY, null)), 300,
                        List.of(new ProjectOption("1", NASTY)), "admin.unclaimed.gone")),
                new Rendered("admin-unclaimed", "unclaimed", new AdminUnclaimedView(List.of(), 0, List.of(), null)),
                new Rendered("admin-rules", "rules", new AdminRulesView(List.of(new RuleLine("NONE", null, "recording", null, null, null, null, null), new RuleLine("PROJECT", NASTY, NASTY, NASTY, null, null, null, null),
                        new RuleLine("INSTANCE", NASTY, null, null, NASTY, "2026-03-01T10:00:00Z", "INSTANCE", NASTY)), List.of(new LimitRow("idle_timeout", NASTY, "minutes", 15, NASTY, NASTY),
                        new LimitRow("max_sessions_in_all", null, "unlimited", 0, "max_sessions_in_all", null)), List.of(limit(NASTY)), true, List.of(NASTY), "admin.rules.cannot", NASTY)),
                new Rendered("admin-settings", "settings", new AdminSettingsView(List.of(new SettingRow(NASTY, NASTY, "admin.settings.nothing", NASTY)), List.of(new SettingRow("key", "", "admin.settings.for-ever", null)), List.of(NASTY))),
                new Rendered("setup", "setup", new SetupView("token", null, null)),
                new Rendered("vms", "list", new VmListView(NASTY, true, true, NASTY, 120, List.of(vm("RUNNING", true, null), vm("OFF", false, "vms.why.off"), vm("UNKNOWN", false, "vms.why.unknown")),
                        List.of(new NodeTrouble(NASTY, NASTY, "cause.TIMEOUT", "2026-03-01T10:00:00Z")), "vms.empty.search", List.of(new SharedRow("id", NASTY, NASTY, "2026-03-01T10:00:00Z", true, "RUNNING", true, null, "vms.recorded")), "v",
                        new VmListLinks(NASTY, NASTY, NASTY, NASTY, NASTY, NASTY))),
                new Rendered("vms", "list", new VmListView("", false, false, "", 0, List.of(), List.of(), "vms.empty.no-project", List.of(), "v", new VmListLinks("/vms", "/vms", "/vms", "/vms", null, null))),
                new Rendered("recording", "recording", new RecordingView("id", "session", NASTY, NASTY, NASTY, NASTY, "2026-03-01T10:00:00Z", "2026-03-01T10:03:14Z", "1.2 MB", "00ff",
                        "recording.state.ENDED", "end.BROWSER_CLOSED", true, true, true)),
                new Rendered("recording", "recording", new RecordingView("id", "session", NASTY, null, NASTY, NASTY, "2026-03-01T10:00:00Z", null, null, null,
                        "recording.state.REMOVED", "recording.end.IMPOSSIBLE", false, false, false)),
                new Rendered("console", "console", new ConsoleView("id", "instance", NASTY, NASTY, NASTY, "RUNNING", "/console/id/token", "websockify?session=id", false, false, null, false, 600, true, new ConsoleOffers(true, true, true, 1048576, true))),
                new Rendered("console", "console", new ConsoleView("id", "instance", NASTY, NASTY, NASTY, "RUNNING", "/console/id/token", null, false, true, "console.recorded", true, 600, true, new ConsoleOffers(false, true, false, 1048576, false))),
                new Rendered("console", "console", new ConsoleView(null, null, null, null, null, null, null, null, true, false, "console.recorded.maybe", false, 600, false, new ConsoleOffers(true, true, true, 1048576, false))),
                new Rendered("live", "list", new LiveView(NASTY, 2, 3, 120, List.of(live("PAGE", null), live("NOVA_PROXY", NASTY)), true, true, "live.empty.search", "v")),
                new Rendered("live", "list", new LiveView("", 1, 1, 0, List.of(), false, false, "live.empty.none", "v")),
                new Rendered("refused", "refused", new RefusedView("NODE_UNREACHABLE", NASTY, "incident", "/vms")),
                new Rendered("limit", "limit", new LimitView("LIMIT_REACHED", "PER_USER", 2, 5, NASTY, NASTY, NASTY, true, true,
                        List.of(new OpenConsoleLine(NASTY, "2026-03-01T10:00:00Z")))),
                new Rendered("limit", "limit", new LimitView("TOO_MANY_ATTEMPTS", "ASKED", 60, 1, null, "incident", "/vms", false, false, List.of())),
                new Rendered("occupied", "occupied", new OccupiedView("id", NASTY, NASTY, "2026-03-01T10:00:00Z", "incident", true, true, true)),
                new Rendered("error", "error", new ErrorView(404, null, false, null, "app.retry")),
                new Rendered("error", "error", new ErrorView(503, "incident", true, "/vms?q=" + NASTY, "app.retry")),
                new Rendered("error", "error", new ErrorView(418, "incident", true, "/vms", "error.back")),
                new Rendered("history", "history", history(visit("PAGE", "ENDED", "end.VNC_CLOSED"))),
                new Rendered("history", "history", history(visit("API", "REFUSED", "refusal.TOKEN_USED.title"))),
                new Rendered("admin-users", "users", new AdminUsersView(NASTY, List.of(person(true), person(false)), 2, "/admin/users?before=x", "/admin/users?after=x",
                        NASTY, false, "admin.problem.NAME_TAKEN")),
                new Rendered("admin-users", "users", new AdminUsersView("", List.of(), 0, null, null, "", true, null)),
                new Rendered("admin-user", "user", new AdminUserView(person(false), false, false, false, List.of(new ProjectOption("id", NASTY)), limit(NASTY), NASTY,
                        "admin.problem.YOURSELF")),
                new Rendered("admin-user", "user", new AdminUserView(person(true), true, true, true, List.of(), limit(null), null, null)),
                new Rendered("admin-projects", "projects", new AdminProjectsView(NASTY, List.of(project(true), project(false)), 2, 3, "/admin/projects?before=x",
                        "/admin/projects?after=x", NASTY, NASTY, "admin.problem.NAME_TAKEN")),
                new Rendered("admin-projects", "projects", new AdminProjectsView("", List.of(), 0, 0, null, null, "", "", null)),
                new Rendered("admin-project", "project", new AdminProjectView(project(false), List.of(new MemberLine("id", NASTY, "ADMIN")), List.of(new VmLine("id", NASTY, NASTY, true)), "admin.problem.PROJECT_IN_USE")),
                new Rendered("admin-project", "project", new AdminProjectView(project(true), List.of(), List.of(), null)),
                new Rendered("account", "account", new AccountView(NASTY, List.of(role("MEMBER"), role("AUDITOR")), false,
                        List.of(browser(true), browser(false)), limit(NASTY), "account.throttled", 60)),
                new Rendered("account", "account", new AccountView(NASTY, List.of(), true, List.of(browser(true)), limit(null), null, 0)),
                new Rendered("password", "link", new PasswordLinkView(NASTY, NASTY, "setup.passwords-differ")),
                new Rendered("password", "link", new PasswordLinkView(NASTY, null, null)),
                new Rendered("history", "history", history(new ChainView("UNCHECKED", true, 0, null, null, null, null, null, null))),
                new Rendered("history", "history", history(new ChainView("BROKEN", false, 4, "2026-03-01T10:00:00Z", "history.chain.fault.moved", 5L, 9L, 5L, null))),
                new Rendered("history", "history", history()),
                new Rendered("events", "events", events(event("SIGN_IN_REFUSED", null, "WRONG_PASSWORD"), event("CONSOLE_REFUSED", "refusal.LIMIT_REACHED.title", null), event("OTHER", null, null))),
                new Rendered("events", "events", events()),
                new Rendered("story", "story", story(visit("PAGE", "ENDED", "end.VNC_CLOSED"), true)),
                new Rendered("story", "story", story(visit("NOVA_PROXY", "ACTIVE", null), false)),
                new Rendered("usage", "usage", new UsageView(30, List.of(7, 30), "UTC", true, 1, List.of(new UsageHour("00", List.of(new UsageCell(1, 3, 5)))),
                        List.of(new UsagePlace(NASTY, 3, 3, "/history?user=x")), List.of(new UsagePlace(NASTY, 3, 3, "/history?vm=x")))),
                new Rendered("usage", "usage", new UsageView(7, List.of(7, 30), "UTC", false, 0, List.of(), List.of(), List.of())),
                new Rendered("visits", "visits", new VisitsView("id", NASTY, List.of(visit("PAGE", "ENDED", "end.VNC_CLOSED")), false, "/visits/id?before=x")),
                new Rendered("visits", "visits", new VisitsView("id", NASTY, List.of(), true, null)));
    }

    private static PersonLimit limit(String by) {
        return new PersonLimit("id", NASTY, by == null ? "unlimited" : "number", by == null ? 0 : 3, by, by == null ? null : "2026-03-01T10:00:00Z");
    }

    private static EventsView events(EventRow... rows) {
        return new EventsView(new EventFilter(NASTY, NASTY, NASTY, NASTY, NASTY, "SIGNED_IN", "REFUSED", NASTY, NASTY, "2026-03-01", "", "UTC"), List.of("SIGNED_IN", "INVITED"),
                List.of(rows), "/history/events?after=x", "/history/events?before=x", "2026-03-01T10:00:00Z");
    }

    private static EventRow event(String action, String refusal, String code) {
        return new EventRow(7, "2026-03-01T10:00:00Z", action, NASTY, NASTY, NASTY, NASTY, false, NASTY, NASTY, NASTY, NASTY, NASTY, NASTY, "PAGE", refusal, code, "session", "incident", "end.BROWSER_CLOSED", "1.2 MB", "3 kB", new Noted(NASTY, null, NASTY));
    }

    private static StoryView story(HistoryRow visit, boolean whole) {
        StoryGuest guest = new StoryGuest(NASTY, NASTY, whole, "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z");
        return whole ? new StoryView(visit, "instance", true, true, "watched", NASTY,
                List.of(new StoryConnection(NASTY, NASTY, NASTY, NASTY, "2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z", "end.VNC_CLOSED", NASTY, "1 B", "2 B")),
                List.of(new StoryWatcher("session", NASTY, "2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z")), guest, List.of(guest),
                List.of(new RecordingLink("recording", true, "recording.state.ENDED")), List.of(event("CONNECTION_REFUSED", "refusal.TOKEN_USED.title", null)))
                : new StoryView(visit, "instance", false, false, null, null, List.of(new StoryConnection(null, null, null, null, "2026-03-01T10:00:00Z", null, null, null, null, "1 B", "2 B")),
                        List.of(), null, List.of(), List.of(), List.of());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTextOfAPageIsInTheBundle(Rendered page) {
        assertEquals(List.of(), absentTexts(page.html()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatStrangersNamedIsEscaped(Rendered page) {
        assertFalse(page.html().contains("<img src=x"), page.html());
    }

    /** An unknown token and a foreign Origin belong to no session, and so to no door, user, VM or project. */
    @Test
    void refusalOfAStrangerIsShownWithoutADoor() {
        HistoryRow row = new HistoryRow("id", null, null, null, null, "6.6.6.6", null, "REFUSED", "2026-03-01T10:00:00Z", null, "2026-03-01T10:00:00Z", false, null, null, null,
                "refusal.TOKEN_UNKNOWN.title", 0, false, 0, null, null, "", false);

        assertEquals(List.of(), absentTexts(new Rendered("history", "history", history(row)).html()));
    }

    @Test
    void absentTextIsFound() {
        assertEquals(List.of("[history.state.DREAMING]"), absentTexts(new Rendered("history", "history", history(visit("PAGE", "DREAMING", null))).html()));
    }

    private static List<String> absentTexts(String html) {
        List<String> absent = new ArrayList<>(java.util.regex.Pattern.compile("\\[[a-z]+\\.[A-Za-z0-9._-]*\\]").matcher(html).results().map(hit -> hit.group()).toList());
        if (html.contains("th:")) {
            absent.add("a th: attribute that nothing answered");
        }
        return absent.stream().distinct().toList();
    }

    private static VmRow vm(String state, boolean console, String why) {
        return new VmRow("id-" + state, NASTY, NASTY, NASTY, state, console, why, !console, console, console, console ? "vms.recorded.input" : null, console, console, console ? new SharingRow("inherit", true) : null, console,
                console ? "2026-03-01T10:00:00Z" : null, console, !console, console ? List.of(NASTY, NASTY) : List.of());
    }

    private static AdminUserRow person(boolean declared) {
        return new AdminUserRow("id", NASTY, !declared, declared, declared ? List.of() : List.of(role("MEMBER"), role("ADMIN")), declared ? null : "2026-03-01T10:00:00Z");
    }

    private static AdminProjectRow project(boolean declared) {
        return new AdminProjectRow("id", NASTY, NASTY, declared, 3, 2, !declared);
    }

    private static MembershipLine role(String role) {
        return new MembershipLine("id", NASTY, role);
    }

    private static SignInLine browser(boolean here) {
        return new SignInLine("id", NASTY, NASTY, NASTY, "2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z", here);
    }

    private static LiveRow live(String door, String watched) {
        return new LiveRow("id", "session", NASTY, watched == null ? "user" : null, NASTY, "instance", NASTY, NASTY, "1.2.3.4", door, NASTY, "2026-03-01T10:00:00Z", true, true, watched,
                "0 B", "0 B", "1.2 MB", "890 B", watched == null, watched != null, true);
    }

    @Test
    void theHistorySaysWhatIsMissingInItAndAtTheSyslogReceiver() {
        String html = new Rendered("history", "history", history()).html();

        assertTrue(html.contains("<span>3 entries wait for it, and are kept until it has them.</span>"), html);
        assertTrue(html.contains("<span>Cause:</span> <q class=\"said\" lang=\"en\" dir=\"auto\">&lt;img src=x"), html);
        assertTrue(html.contains("1,204 consoles, older than 365 days, were removed from this list by rule; the last of them ended"), html);
        assertTrue(html.contains("<time datetime=\"2026-02-01T10:00:00Z\">"), html);
    }

    @Test
    void theHistorySaysNothingOfWhatIsNotMissing() {
        String html = new Rendered("history", "history", behind(new ChainView("UNCHECKED", false, 0, null, null, null, null, null, null), null, null)).html();

        assertFalse(html.contains("syslog-lag") || html.contains("sessions-removed"), html);
    }

    @Test
    void aSyslogReceiverThatIsBehindWithoutAFaultHasNoCause() {
        String html = new Rendered("history", "history", behind(new ChainView("UNCHECKED", false, 0, null, null, null, null, null, null), new SyslogView(1, null, null),
                new RemovedVisits(1, "2026-02-01T10:00:00Z", 30))).html();

        assertTrue(html.contains("<span>One entry waits for it, and is kept until it has it.</span>"), html);
        assertFalse(html.contains("The oldest is of") || html.contains("minor cause"), html);
        assertTrue(html.contains("One console, older than 30 days, was removed from this list by rule"), html);
    }

    private static HistoryRow visit(String door, String state, String reason) {
        return new HistoryRow("id", NASTY, NASTY, NASTY, NASTY, "1.2.3.4", door, state, "2026-03-01T10:00:00Z", "2026-03-01T10:00:02Z", "2026-03-01T10:03:14Z", true, new TimeSpan("span.minutes", 3, 12),
                "1.2 MB", "890 B", reason, 1, true, 3, NASTY, NASTY, NASTY, true);
    }

    private static HistoryView history(HistoryRow... rows) {
        return history(new ChainView("UNBROKEN", false, 12, "2026-03-01T10:00:00Z", null, null, null, null, new ChainView.Removed(5, "2026-03-01T09:00:00Z", 365)), rows);
    }

    private static HistoryView history(ChainView chain, HistoryRow... rows) {
        return behind(chain, new SyslogView(3, "2026-03-01T10:00:00Z", NASTY), new RemovedVisits(1204, "2026-02-01T10:00:00Z", 365), rows);
    }

    private static HistoryView behind(ChainView chain, SyslogView syslog, RemovedVisits removed, HistoryRow... rows) {
        return new HistoryView(new HistoryFilter(NASTY, NASTY, "ENDED", "2026-03-01", "", "UTC", NASTY, NASTY, NASTY, NASTY, NASTY, "longest"),
                new HistoryOrders(new HistoryOrders.Column("/history", null), new HistoryOrders.Column("/history?sort=shortest", "descending"), new HistoryOrders.Column(null, null), true,
                        "history.previous", "history.next"), List.of(rows), "/history?after=x", "/history?before=x", rows.length, "2026-03-01T10:00:00Z", true, chain, syslog, removed, new VisitFault("history.visit.changed", "id", NASTY, NASTY, "2026-03-01T10:00:00Z"),
                Map.of("id", List.of(new RecordingLink("recording", true, "recording.state.ENDED"), new RecordingLink("gone", false, "recording.state.REMOVED"))));
    }

    /** One page with one view, signed in as somebody with a nasty name. */
    record Rendered(String template, String name, Object view) {

        String html() {
            Map<String, Object> variables = Map.of("page", new PageView("csrf", true, NASTY, true, true, "vms", "notice.started", NASTY, "en"), name, view);
            String html = ENGINE.process(template, new Context(Locale.ENGLISH, variables));
            assertTrue(html.contains("</html>"));
            return html;
        }
    }

    /** Thymeleaf's own parser tells what stands where. */
    private static List<String> strayTexts(String template) throws ParseException {
        List<String> stray = new ArrayList<>();
        new MarkupParser(ParseConfiguration.htmlConfiguration()).parse(new StringReader(template), new AbstractMarkupHandler() {

            private final Deque<Boolean> sampled = new ArrayDeque<>(List.of(false));
            private boolean sample;

            @Override
            public void handleOpenElementStart(char[] buffer, int offset, int length, int line, int column) {
                sample = sampled.peek();
            }

            @Override
            public void handleAttribute(char[] buffer, int nameOffset, int nameLength, int nameLine, int nameColumn, int operatorOffset, int operatorLength, int operatorLine,
                    int operatorColumn, int valueOffset, int valueLength, int valueOuterOffset, int valueOuterLength, int valueLine, int valueColumn) {
                String name = new String(buffer, nameOffset, nameLength);
                String value = new String(buffer, valueOffset, valueLength);
                sample |= name.equals("th:text");
                if (TEXT_ATTRIBUTES.contains(name) && !value.isBlank()) {
                    stray.add(name + "=" + value);
                }
            }

            @Override
            public void handleOpenElementEnd(char[] buffer, int offset, int length, int line, int column) {
                if (!VOID.contains(new String(buffer, offset, length))) {
                    sampled.push(sample);
                }
            }

            @Override
            public void handleCloseElementEnd(char[] buffer, int offset, int length, int line, int column) {
                sampled.pop();
            }

            @Override
            public void handleAutoCloseElementEnd(char[] buffer, int offset, int length, int line, int column) {
                sampled.pop();
            }

            @Override
            public void handleText(char[] buffer, int offset, int length, int line, int column) {
                String text = new String(buffer, offset, length).strip();
                if (!text.isEmpty() && !SYMBOLS.contains(text) && !sampled.peek()) {
                    stray.add(text);
                }
            }
        });
        return stray;
    }
}
