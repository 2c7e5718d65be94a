package io.porthole.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.porthole.audit.chain.ChainFault.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a superuser of PostgreSQL does to the trail is found, and the entry is named: twelve events, with a checkpoint at 6 and at 12. */
@ArquillianTest
@RunAsClient
class TamperingIT {

    private static final String LATER_PLACES_DOWN = "update audit_chain set seq = -seq where seq > 5; update audit_chain set seq = -seq - 1 where seq < 0";
    private static final String LATER_PLACES_UP = "update audit_chain set seq = -seq where seq > 4; update audit_chain set seq = -seq + 1 where seq < 0";
    private static final String FORGED = TrailOfATest.INSERT.replace("'user'", "'mallory'");

    @TempDir
    Path folder;

    private TrailOfATest trail;

    @BeforeEach
    void recordTwelve() throws Exception {
        trail = new TrailOfATest(folder);
        trail.record(6);
        trail.chain();
        trail.sign();
        trail.record(6);
        trail.chain();
        trail.sign();
    }

    @Test
    void untouchedTrailIsUnbroken() throws Exception {
        CheckResult result = trail.check();

        assertEquals(new CheckResult(12, result.at(), 0, 2, null, null), result);
        assertEquals(trail.entries().get(11).at(), result.at());
    }

    static Stream<Arguments> tamperings() {
        return Stream.of(
                arguments("changed", fault(Kind.CHANGED, 5L, null, 5L), "update audit_events set user_name = 'mallory' where id = 5"),
                arguments("changed time", fault(Kind.CHANGED, 5L, null, 5L), "update audit_events set at = at + interval '1 microsecond' where id = 5"),
                arguments("null for empty", fault(Kind.CHANGED, 5L, null, 5L), "update audit_events set user_agent = '' where id = 5"),
                arguments("changed identity", fault(Kind.REMOVED, 5L, null, 5L), "update audit_events set id = default where id = 5"),
                arguments("changed hash", fault(Kind.CHANGED, 5L, null, 5L), "update audit_chain set hash = sha256('x') where seq = 5"),
                arguments("changed form", fault(Kind.UNKNOWN_FORM, 5L, null, 5L), "update audit_chain set form = 2 where seq = 5"),
                arguments("event removed", fault(Kind.REMOVED, 5L, null, 5L), "delete from audit_events where id = 5"),
                arguments("first removed", fault(Kind.REMOVED, 1L, null, null), "delete from audit_events where id < 4; delete from audit_chain where seq < 4"),
                arguments("entry removed", fault(Kind.REMOVED, 5L, null, null), "delete from audit_events where id = 5; delete from audit_chain where seq = 5"),
                arguments("entry removed, the others moved up", fault(Kind.CHANGED, 5L, null, 6L),
                        "delete from audit_events where id = 5; delete from audit_chain where seq = 5; " + LATER_PLACES_DOWN),
                arguments("inserted", fault(Kind.INSERTED, null, null, 13L), FORGED),
                arguments("inserted into the chain", fault(Kind.CHANGED, 5L, null, 13L), FORGED + ";" + LATER_PLACES_UP + "; insert into audit_chain values (5, 13, 1, sha256('x'))"),
                arguments("reordered", fault(Kind.MOVED, 4L, 9L, 4L),
                        "update audit_chain set event_id = -event_id where seq in (4, 9); update audit_chain set event_id = 13 + event_id where seq in (4, 9)"),
                arguments("last entries removed", fault(Kind.CUT_OFF, 10L, 12L, null), "delete from audit_events where id > 9; delete from audit_chain where seq > 9"),
                arguments("last places removed", fault(Kind.CUT_OFF, 10L, 12L, null), "delete from audit_chain where seq > 9"),
                arguments("everything removed", fault(Kind.CUT_OFF, 1L, 12L, null), "truncate audit_events, audit_chain, audit_unchained"),
                arguments("removed before it was chained", fault(Kind.REMOVED, null, null, 13L), FORGED + "; insert into audit_unchained values (13); delete from audit_events where id = 13"));
    }

    private static ChainFault fault(Kind kind, Long place, Long other, Long event) {
        return new ChainFault(kind, place, other, event);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tamperings")
    void isFoundAndTheEntryIsNamed(String what, ChainFault expected, String sql) throws Exception {
        trail.tamper(sql);

        ChainFault found = trail.check().fault();

        assertEquals(expected, found, what + ": " + (found == null ? "nothing found" : found.words()));
    }

    @Test
    void insertedEntryWhoseHashIsRightIsNamedByTheOneBehindIt() throws Exception {
        String before = trail.entries().get(3).hash();
        trail.tamper(FORGED + ";" + LATER_PLACES_UP);
        List<String> forged = trail.entries().stream().filter(entry -> entry.event() == 13).findFirst().orElseThrow().values();
        trail.tamper("insert into audit_chain values (5, 13, 1, decode('" + CanonicalForm.hash(before, forged) + "', 'hex'))");

        assertEquals(fault(Kind.INSERTED, 5L, null, 13L), trail.check().fault());
    }

    @Test
    void wholeChainThatWasMadeAnewDiffersFromTheFirstCheckpointBehindTheChange() throws Exception {
        trail.tamper("update audit_events set user_name = 'mallory' where id = 9");
        trail.makeTheChainAnew();
        assertTrue(trail.check(List.of()).unbroken(), "the chain agrees with itself");

        assertEquals("entries from 7 to 12 were rewritten: the chain differs from the signed checkpoint at 12", trail.check().fault().words());
    }

    @Test
    void chainThatWasCutAndGrewAgainDiffersFromTheCheckpoint() throws Exception {
        trail.tamper("delete from audit_events where id > 9; delete from audit_chain where seq > 9");
        trail.record(5);
        trail.chain();

        assertEquals(Kind.CHECKPOINT_DIFFERS, trail.check().fault().kind());
    }

    @Test
    void eventThatWasGivenAnEarlierTimeIsFound() throws Exception {
        trail.database().update("insert into audit_events (at, action, incident) values (now() - interval '11 minutes', 'SIGNED_IN', gen_random_uuid())");
        assertEquals(fault(Kind.BACKDATED, null, null, 13L), trail.check().fault());

        trail.chain();

        assertEquals(fault(Kind.BACKDATED, 13L, null, 13L), trail.check().fault());
    }

    @Test
    void checkpointThatWasChangedIsFound() throws Exception {
        trail.tamper("delete from audit_events where id > 9; delete from audit_chain where seq > 9");
        Files.writeString(trail.file().path(), Files.readString(trail.file().path()).replace("-1 12 ", "-1 9 "));

        assertEquals(2L, assertThrows(UnsignedCheckpointException.class, trail::check).fault().place());
    }

    // ---- from outside, by bin/verify-audit

    @Test
    void programSaysThatTheDatabaseIsUnbroken() throws Exception {
        Run run = verify("--database", trail.database().url(), "--key", trail.keyFile() + ".pub", "--checkpoints", trail.file().path().toString());

        assertEquals(0, run.exit(), run.out());
        assertTrue(run.out().startsWith("Unbroken: checked to entry 12 of " + trail.entries().get(11).at() + ", against 2 signed checkpoint(s)"), run.out());
        assertTrue(run.out().endsWith("The console sessions are as the trail tells.\n"), run.out());
    }

    @Test
    void programNamesTheSessionThatIsNotAsTheTrailTells() throws Exception {
        UUID session = UUID.randomUUID();
        String visit = "'" + session + "', gen_random_uuid(), 'zoe', gen_random_uuid(), 'desktop', 'node1', '192.0.2.7', 'ENDED', now(), now(), now(), 'NEVER_CONNECTED')";
        trail.tamper("insert into console_sessions (door, id, user_id, user_name, instance_id, instance_name, node, address, state, asked_at, open_until, ended_at, end_reason) values ('PAGE', " + visit);

        Run run = verify("--database", trail.database().url(), "--key", trail.keyFile() + ".pub", "--checkpoints", trail.file().path().toString());

        assertEquals(1, run.exit(), run.out());
        assertTrue(run.out().contains("BROKEN: session " + session + " of zoe on desktop, begun "), run.out());
        assertTrue(run.out().endsWith(", was put in: the trail tells nothing of it\n"), run.out());
    }

    @Test
    void programNamesWhatIsWrongInTheDatabase() throws Exception {
        trail.tamper("update audit_events set detail = 'x' where id = 8");

        Run run = verify("--database", trail.database().url(), "--key", trail.keyFile() + ".pub", "--checkpoints", trail.file().path().toString());

        assertEquals(1, run.exit(), run.out());
        assertTrue(run.out().startsWith("BROKEN: entry 8 (event 8) was changed, or another was put in its place"), run.out());
    }

    @Test
    void programChecksAnExportInTwoPartsWithoutADatabase() throws Exception {
        List<String> lines = trail.export("0");
        Path first = Files.write(folder.resolve("1.jsonl"), lines.subList(0, 7));
        Path second = Files.write(folder.resolve("2.jsonl"), lines.subList(7, 12));

        Run whole = verify("--export", first.toString(), "--export", second.toString(), "--key", trail.keyFile() + ".pub", "--checkpoints", trail.file().path().toString());
        Run cut = verify("--export", first.toString(), "--key", trail.keyFile() + ".pub", "--checkpoints", trail.file().path().toString());
        Run unsure = verify("--export", first.toString());

        assertEquals(0, whole.exit(), whole.out());
        assertEquals(1, cut.exit(), cut.out());
        assertTrue(cut.out().startsWith("BROKEN: entries 8 to 12 were cut off at the end"), cut.out());
        assertEquals(0, unsure.exit(), unsure.out());
        assertTrue(unsure.out().contains("Without --checkpoints"), unsure.out());
    }

    /** Behind the last line of an export that has events without a place comes what got one since, they too. */
    @Test
    void exportThatIsTakenAsTheTrailGrowsMissesNothing() throws Exception {
        trail.record(2);
        List<String> first = trail.export("0");
        trail.record(1);
        trail.chain();
        trail.sign();
        List<String> all = new ArrayList<>(first);
        all.addAll(trail.export(keyOf(first.get(first.size() - 1))));
        Path file = Files.write(folder.resolve("grown.jsonl"), all);

        Run run = verify("--export", file.toString(), "--key", trail.keyFile() + ".pub", "--checkpoints", trail.file().path().toString());

        assertEquals(14, first.size());
        assertEquals(17, all.size(), "the two come again, with their places");
        assertEquals(0, run.exit(), run.out());
        assertTrue(run.out().startsWith("Unbroken: checked to entry 15 "), run.out());
    }

    @Test
    void eventThatAnExportKnewAndThatNeverGotItsPlaceIsNamed() throws Exception {
        trail.record(2);
        List<String> all = new ArrayList<>(trail.export("0"));
        trail.tamper("delete from audit_unchained where event_id = 13; delete from audit_events where id = 13");
        trail.chain();
        all.addAll(trail.export(keyOf(all.get(all.size() - 1))));

        Run run = verify("--export", Files.write(folder.resolve("grown.jsonl"), all).toString());

        assertEquals(1, run.exit(), run.out());
        assertTrue(run.out().startsWith("BROKEN: event 13 was removed before it was chained"), run.out());
    }

    private static String keyOf(String line) {
        return line.replaceFirst("^\\{\"key\":\"(\\d+)\".*", "$1");
    }

    @Test
    void programSaysWhenItCouldNotCheck() throws Exception {
        assertEquals(2, verify("--export", folder.resolve("none.jsonl").toString()).exit());
        assertEquals(2, verify("--export", Files.writeString(folder.resolve("bad.jsonl"), "{\"seq\":1}\n").toString()).exit());
        assertEquals(2, verify("--frob", "x").exit());
        assertEquals(2, verify().exit());
        assertEquals(2, verify("--database", "jdbc:postgresql://127.0.0.1:1/none").exit());
    }

    private record Run(int exit, String out) {
    }

    private Run verify(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bin/verify-audit"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(trail.database().environment());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Run(process.exitValue(), Files.readString(out, UTF_8));
    }
}
