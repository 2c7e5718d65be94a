package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.porthole.audit.AuditAction;
import io.porthole.compute.PowerAction;
import io.porthole.compute.PowerState;
import io.porthole.console.ConsoleLimit;
import io.porthole.console.ConsoleRefusal;
import io.porthole.console.Door;
import io.porthole.console.InvitationRefusal;
import io.porthole.console.NodeHop;
import io.porthole.console.RelayEnd;
import io.porthole.console.SharingChoice;
import io.porthole.identity.AccountRefusal;
import io.porthole.identity.Role;
import io.porthole.instance.PowerRefusal;
import io.porthole.recording.AddedRule;
import io.porthole.recording.RecordedRole;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text that a page or the code asks for stands in the bundle. */
class MessagesTest {

    private static final Path TEMPLATES = Path.of("webapp/WEB-INF/templates");
    private static final Path CODE = Path.of("src/main/java");
    private static final Pattern PLAIN_KEY = Pattern.compile("#\\{([A-Za-z0-9.-]+)[(}]");
    private static final Pattern BUILT_KEY = Pattern.compile("#\\{\\$\\{([^}]*)\\}");
    /** Keys as the code writes them, whole; a text of the portal has one of these beginnings. */
    private static final Pattern KEY_IN_CODE = Pattern.compile("\"((?:account|app|notice|signin|setup|vms|live|console|confirm|history|story|visits|events|usage|noted|error)\\.[a-z](?:[a-z0-9.-]*[a-z0-9])?)\"");
    /** The expressions by which templates build keys, and the names that each can meet. */
    private static final Map<String, List<String>> BUILT = built();

    private static final Properties MESSAGES = messages("messages");

    private static Map<String, List<String>> built() {
        List<String> states = names(PowerState.values());
        List<String> visits = List.of("AUTHORIZED", "ACTIVE", "WAITING", "ENDED", "REFUSED");
        List<String> refusals = refusals();
        Map<String, List<String>> built = new LinkedHashMap<>();
        built.put("'state.' + console.state()", keys("state.", states, ""));
        built.put("'state.' + vms.state()", keys("state.", states, ""));
        built.put("'state.' + row.state()", keys("state.", states, ""));
        built.put("'history.state.' + state", keys("history.state.", visits, ""));
        built.put("'history.state.' + row.state()", keys("history.state.", visits, ""));
        List<String> events = keys("event.", names(AuditAction.values()), "");
        built.put("'event.' + action", events);
        built.put("'event.' + row.action()", Stream.concat(events.stream(), Stream.of("event.OTHER")).toList());
        built.put("'event.' + event.action()", Stream.concat(events.stream(), Stream.of("event.OTHER")).toList());
        built.put("'usage.day.' + day", keys("usage.day.", List.of("1", "2", "3", "4", "5", "6", "7"), ""));
        built.put("'events.outcome.' + outcome", keys("events.outcome.", List.of("DONE", "REFUSED"), ""));
        built.put("'history.sort.' + sort", keys("history.sort.", List.of("oldest", "longest", "shortest", "most", "least"), ""));
        built.put("'history.state.' + story.visit().state()", keys("history.state.", visits, ""));
        built.put("'history.door.' + story.visit().door()", keys("history.door.", names(Door.values()), ""));
        built.put("'history.door.' + row.door()", keys("history.door.", names(Door.values()), ""));
        built.put("'admin.hop.' + hop.step()", keys("admin.hop.", names(NodeHop.Step.values()), ""));
        built.put("'admin.rules.' + line.words()", Stream.concat(keys("admin.rules.", List.of("ALL", "NONE", "PROJECT", "NOT_PROJECT", "INSTANCE", "NOT_INSTANCE", "REQUEST", "INPUT",
                "NO_INPUT"), "").stream(), keys("admin.rules.ROLE_", names(RecordedRole.values()), "").stream()).toList());
        built.put("'admin.rules.role.' + role", keys("admin.rules.role.", List.of("MEMBER", "ADMIN", "GUEST", "WATCHER"), ""));
        built.put("'admin.limit.' + row.words()", keys("admin.limit.", List.of("max_sessions_per_user", "max_sessions_per_instance", "max_sessions_per_address", "max_sessions_in_all",
                "console_attempts_per_address", "refused_attempts_per_address", "idle_timeout", "max_session", "exclusive", "invitations"), ""));
        built.put("'admin.value.' + row.value()", keys("admin.value.", List.of("unlimited", "number", "hours", "minutes", "seconds", "yes", "no"), ""));
        built.put("'limit.value.' + limit.value()", keys("limit.value.", List.of("number", "unlimited"), ""));
        built.put("row.unset()", keys("admin.settings.", List.of("nothing", "for-ever", "no-others", "nobody", "java"), ""));
        built.put("'end.' + hop.why()", keys("end.", names(RelayEnd.values()), ""));
        built.put("'admin.hop.' + hop.step() + '.mend'", keys("admin.hop.", names(NodeHop.Step.values()), ".mend"));
        for (String part : List.of("title", "words", "yes")) {
            built.put("'confirm.' + action + '." + part + "'", keys("confirm.", List.of("stop", "reboot"), "." + part));
        }
        built.put("'refusal.' + refused.refusal() + '.title'", keys("refusal.", refusals, ".title"));
        built.put("'refusal.' + refused.refusal() + '.words'", keys("refusal.", refusals, ".words"));
        built.put("'refusal.' + limit.refusal() + '.title'", keys("refusal.", refusals, ".title"));
        built.put("'limit.' + limit.limit()", keys("limit.", names(ConsoleLimit.values()), ""));
        built.put("error.wayWords()", List.of("app.retry", "app.signin", "error.back"));
        List<String> roles = keys("admin.role.", names(Role.values()), "");
        List<String> problems = keys("admin.problem.", names(AccountRefusal.values()), "");
        built.put("'admin.role.' + role", roles);
        built.put("'admin.role.' + membership.role()", roles);
        built.put("users.problem()", problems);
        built.put("user.problem()", problems);
        built.put("account.problem()", problems);
        built.put("projects.problem()", problems);
        built.put("project.problem()", problems);
        built.put("unclaimed.problem()", keys("admin.unclaimed.", List.of("choose", "gone"), ""));
        built.put("rules.problem()", keys("admin.rules.", List.of("not-found", "cannot"), ""));
        List<String> kept = keys("recording.state.", List.of("RECORDING", "ENDED", "FAILED", "INTERRUPTED", "REMOVED"), "");
        built.put("recording.state()", kept);
        built.put("recording.reason()", keys("recording.end.", List.of("OVERLOAD", "NO_ROOM", "WRITE_FAILED", "IMPOSSIBLE"), ""));
        built.put("'recording.' + word", keys("recording.", List.of("play", "pause", "seeking", "empty", "lost", "failed", "connected", "keys"), ""));
        List<String> marked = List.of("vms.recorded", "vms.recorded.input");
        built.put("row.recorded()", marked);
        built.put("row.recorded() + '.words'", keys("", marked, ".words"));
        List<String> recorded = List.of("console.recorded", "console.recorded.maybe", "console.recorded.input", "console.recorded.maybe.input");
        built.put("console.recorded()", recorded);
        built.put("console.recorded() + '.words'", keys("", recorded, ".words"));
        List<String> empty = List.of("vms.empty.none", "vms.empty.search", "vms.empty.no-nodes", "vms.empty.no-project", "live.empty.none", "live.empty.search");
        built.put("list.empty()", empty);
        built.put("list.empty() + '.hint'", keys("", empty, ".hint"));
        built.put("row.ending()", keys("end.", names(RelayEnd.values()), ""));
        built.put("event.ending()", built.get("row.ending()"));
        List<String> causes = keys("cause.", names(NodeCause.values()), "");
        built.put("row.cause()", causes);
        built.put("trouble.cause()", causes);
        // These come whole from the code, where everyKeyThatTheCodeWritesHasItsText finds them.
        for (String whole : List.of("row.reason()", "row.refusal()", "row.duration().words()", "took.words()", "event.refusal()", "story.visit().reason()", "connection.reason()", "row.why()", "page.notice()", "history.chain().fault()", "history.visitFault().words()", "history.orders().previous()", "history.orders().next()", "setup.problem()", "signin.problem()", "link.problem()")) {
            built.put(whole, List.of());
        }
        return built;
    }

    static Stream<String> builtExpressions() {
        return BUILT.keySet().stream();
    }

    @Test
    void everyKeyOfATemplateHasItsText() throws IOException {
        assertMissesNothing(found(TEMPLATES, ".html", PLAIN_KEY), 100);
    }

    @Test
    void everyKeyThatTheCodeWritesHasItsText() throws IOException {
        assertMissesNothing(found(CODE, ".java", KEY_IN_CODE), 15);
    }

    @ParameterizedTest
    @MethodSource("builtExpressions")
    void everyKeyThatATemplateBuildsHasItsText(String expression) {
        assertMissesNothing(BUILT.get(expression), 0);
    }

    @Test
    void everyWayOfBuildingAKeyIsKnownHere() throws IOException {
        assertEquals(new TreeSet<>(BUILT.keySet()), new TreeSet<>(found(TEMPLATES, ".html", BUILT_KEY)));
    }

    /** Of those words the build makes a part of the console's program: bin/lib/bundle-console.mjs. */
    @Test
    void everyWordOfTheConsolesProgramHasItsText() {
        List<String> keys = new ArrayList<>(keys("console.", consoleWords("words"), ""));
        keys.addAll(keys("state.", consoleWords("states"), ""));
        for (String ending : List.of("", ".words")) {
            keys.addAll(keys("console.end.", consoleWords("ends"), ending));
        }
        for (String ending : List.of(".title", ".words")) {
            keys.addAll(keys("refusal.", consoleWords("refusals"), ending));
        }
        assertMissesNothing(keys, 150);
    }

    @Test
    void everyStateOfAVmIsAmongTheWordsOfTheConsolesProgram() {
        assertTrue(consoleWords("states").containsAll(names(PowerState.values())));
    }

    /** The script that makes them reads one text in each line, as it stands. */
    @ParameterizedTest
    @ValueSource(strings = {"messages", "messages_zh_CN"})
    void everyTextStandsInOneLineWithoutEscapes(String bundle) throws IOException {
        assertEquals(List.of(), Files.readAllLines(bundle(bundle)).stream().filter(line -> line.contains("\\") || !line.isEmpty() && !line.matches("#.*|[A-Za-z0-9._-]+=\\S.*")).toList());
    }

    @ParameterizedTest
    @EnumSource
    void historyHasWordsForEveryEnd(RelayEnd end) {
        assertMissesNothing(List.of("end." + end), 1);
    }

    /** Beside those that the history has words for anyhow. */
    @Test
    void detailsOfEventsHaveWordsForTheirCodes() {
        assertMissesNothing(Stream.of(keys("noted.power.", names(PowerAction.values()), ""), keys("noted.sharing.", names(SharingChoice.values()), ""),
                keys("noted.kind.", names(AddedRule.Kind.values()), ""), keys("refusal.", names(AccountRefusal.values()), ".title"),
                keys("refusal.", names(InvitationRefusal.values()), ".title")).flatMap(List::stream).toList(), 20);
    }

    @ParameterizedTest
    @EnumSource
    void refusalHasATitleAndSaysWhatToDo(ConsoleRefusal refusal) {
        assertMissesNothing(List.of("refusal." + refusal + ".title", "refusal." + refusal + ".words"), 2);
    }

    @ParameterizedTest
    @EnumSource
    void powerActionThatFailedHasATitleAndSaysWhatToDo(PowerRefusal refusal) {
        assertMissesNothing(List.of("refusal." + refusal + ".title", "refusal." + refusal + ".words"), 2);
    }

    /** The others are told beside the form that they are about. */
    @ParameterizedTest
    @EnumSource(names = {"ADMINISTRATORS_ONLY", "USER_NOT_FOUND", "PROJECT_NOT_FOUND"})
    void pageThatIsNotShownHasATitleAndSaysWhy(AccountRefusal refusal) {
        assertMissesNothing(List.of("refusal." + refusal + ".title", "refusal." + refusal + ".words"), 2);
    }

    /** What a page can be refused with when it asks for a token; the console page must bring the words. */
    @ParameterizedTest
    @EnumSource(names = {"INSTANCE_NOT_FOUND", "INSTANCE_NOT_READY", "NO_VNC_CONSOLE", "NODE_UNREACHABLE", "LIMIT_REACHED", "TOO_MANY_ATTEMPTS", "PORTAL_DRAINING", "SESSION_NOT_FOUND", "SIGN_IN_ENDED"})
    void consolePageBringsTheWordsOfARefusal(ConsoleRefusal refusal) {
        assertTrue(consoleWords("refusals").contains(refusal.name()));
    }

    @Test
    void everyTextIsAFormatThatCanBeRead() {
        MESSAGES.forEach((key, text) -> {
            assertDoesNotThrow(() -> new MessageFormat(text.toString(), Locale.ENGLISH), key.toString());
            assertTrue(text.toString().indexOf('\'') < 0, key + " has an apostrophe that MessageFormat would eat");
            assertTrue(!text.toString().isBlank(), key + " is empty");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "messages_zh_CN"})
    void noKeyStandsTwice(String bundle) throws IOException {
        List<String> keys = Files.readAllLines(bundle(bundle)).stream()
                .filter(line -> !line.startsWith("#") && line.contains("=")).map(line -> line.substring(0, line.indexOf('='))).toList();

        assertEquals(keys.stream().distinct().toList(), keys);
        assertEquals(MESSAGES.size(), keys.size());
    }

    /** Complete, nothing left over, and with a place for each value that the English text shows. */
    @Test
    void everyTextIsThereInChineseToo() {
        Properties chinese = messages("messages_zh_CN");

        assertEquals(new TreeSet<>(MESSAGES.stringPropertyNames()), new TreeSet<>(chinese.stringPropertyNames()));
        for (String key : MESSAGES.stringPropertyNames()) {
            assertEquals(values(MESSAGES.getProperty(key)), values(chinese.getProperty(key)), key);
            assertDoesNotThrow(() -> new MessageFormat(chinese.getProperty(key), Locale.SIMPLIFIED_CHINESE), key);
            assertTrue(!chinese.getProperty(key).isBlank() && chinese.getProperty(key).indexOf('\'') < 0, key);
        }
    }

    private static TreeSet<String> values(String text) {
        TreeSet<String> values = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\{(\\d)").matcher(text);
        while (matcher.find()) {
            values.add(matcher.group(1));
        }
        return values;
    }

    private static void assertMissesNothing(List<String> keys, int least) {
        assertEquals(List.of(), keys.stream().filter(key -> !MESSAGES.containsKey(key)).toList());
        assertTrue(keys.size() >= least, "only " + keys.size() + " keys were found, so they are not looked for as they are written");
    }

    private static List<String> refusals() {
        List<String> names = new ArrayList<>(names(ConsoleRefusal.values()));
        names.addAll(names(PowerRefusal.values()));
        names.add("AUDITORS_ONLY");
        return names;
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    private static List<String> keys(String prefix, List<String> names, String suffix) {
        return names.stream().map(name -> prefix + name + suffix).toList();
    }

    /** Names of one kind whose words the console's program has. */
    private static List<String> consoleWords(String kind) {
        Matcher list = Pattern.compile("\"" + kind + "\": \\[([^\\]]*)\\]").matcher(text(Path.of("bin/lib/console-words.json")));
        assertTrue(list.find(), "the console's program has no " + kind);
        return Pattern.compile("\"([^\"]*)\"").matcher(list.group(1)).results().map(word -> word.group(1)).toList();
    }

    private static List<String> found(Path folder, String ending, Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).flatMap(file -> pattern.matcher(text(file)).results()).map(hit -> hit.group(1))
                    .distinct().sorted().toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path bundle(String name) {
        return Path.of("src/main/resources", name + ".properties");
    }

    private static Properties messages(String bundle) {
        Properties messages = new Properties();
        try (java.io.Reader reader = Files.newBufferedReader(bundle(bundle), StandardCharsets.UTF_8)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return messages;
    }
}
