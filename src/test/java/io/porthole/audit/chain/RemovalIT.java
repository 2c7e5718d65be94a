package io.porthole.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.chain.ChainFault.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is old is removed by rule and leaves a tombstone; whatever else is removed is found: five old entries, six young ones with a checkpoint at 11. */
@ArquillianTest
@RunAsClient
class RemovalIT {

    private static final int DAYS = 365;
    private static final int OLD = DAYS + 35;
    private static final int BATCH = 1_000;
    private static final String NO_PLACES_TO = "delete from audit_events e using audit_chain c where c.event_id = e.id and c.seq <= %1$d; delete from audit_chain where seq <= %1$d";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    private TrailOfATest trail;

    @BeforeEach
    void recordFiveOldAndSixYoung() throws Exception {
        trail = new TrailOfATest(folder);
        trail.recordOld(5, OLD);
        trail.chain();
        signAt(3, Instant.now().minus(Duration.ofDays(OLD)));
        trail.record(6);
        trail.chain();
        trail.sign();
    }

    // ---- by rule

    @Test
    void whatIsOldIsRemovedAndTheChainStillVerifies() throws Exception {
        List<AuditEntry> before = trail.entries();

        ChainRemoval.Removed removed = remove().orElseThrow();
        trail.record(1);
        trail.chain();
        trail.sign();

        assertEquals(5, removed.entries());
        assertEquals(new Tombstone(5, before.get(4).hash(), before.get(4).at(), DAYS, removed.tombstone().removedAt(), "portal_of_a_test"), removed.tombstone());
        assertEquals(List.of(6L, 7L, 8L, 9L, 10L, 11L, 12L), trail.entries().stream().map(AuditEntry::place).toList());
        assertEquals(0, trail.database().count("audit_events where id <= 5"));
        assertEquals(new CheckResult(12, trail.entries().get(6).at(), 0, 3, null, removed.tombstone()), trail.check());
    }

    @Test
    void nextRemovalGoesOnFromTheLastOne() throws Exception {
        for (int place : List.of(2, 4, 5)) {
            assertEquals(place, trail.remove(DAYS, Instant.now(), 2).orElseThrow().tombstone().place());
            assertTrue(trail.check().unbroken(), "with entries removed to " + place);
        }

        assertEquals(Optional.empty(), remove());
        assertEquals(3, trail.tombstones().size());
    }

    @Test
    void littleIsNotWorthARemoval() throws Exception {
        assertEquals(Optional.empty(), trail.remove(OLD, Instant.now(), BATCH), "over its term, by less than a second");
        assertEquals(5, trail.remove(OLD - 1, Instant.now(), BATCH).orElseThrow().tombstone().place());
    }

    @Test
    void lastEntryStaysHoweverOld() throws Exception {
        trail = new TrailOfATest(folder.resolve("quiet"));
        trail.recordOld(3, OLD);
        trail.chain();

        assertEquals(2, remove().orElseThrow().tombstone().place());
        trail.record(2);
        trail.chain();

        assertEquals(List.of(3L, 4L, 5L), trail.entries().stream().map(AuditEntry::place).toList());
        assertTrue(trail.check().unbroken());
    }

    @Test
    void clockOfTheDatabaseAloneMakesNothingOverdue() throws Exception {
        assertEquals(Optional.empty(), trail.remove(DAYS, Instant.now().minus(Duration.ofDays(OLD - DAYS)), BATCH));
    }

    @Test
    void nothingIsRemovedThatIsNotAsItWasWritten() throws Exception {
        trail.tamper("update audit_events set user_name = 'mallory' where id = 2");

        String refused = assertThrows(IllegalStateException.class, this::remove).getMessage();

        assertTrue(refused.contains("entry 2 (event 2) was changed"), refused);
        assertEquals(11, trail.entries().size());
    }

    @Test
    void writersAndChainersDoNotWaitForARemoval() throws Exception {
        try (Connection removing = trail.database().connect(); Connection writing = trail.database().connect(); Statement statement = writing.createStatement()) {
            removing.setAutoCommit(false);
            assertTrue(new ChainRemoval(trail.key(), Set.of(trail.key().publicHalf()), "x", DAYS).remove(removing, List.of(), Instant.now(), BATCH).isPresent());
            statement.execute("set statement_timeout = '2s'");

            statement.execute(TrailOfATest.INSERT);
            TrailOfATest.chain(writing, 10);

            assertEquals(Optional.empty(), remove(), "and another portal node leaves it alone");
            assertTrue(trail.check().unbroken(), "nobody sees a half of it");
            removing.commit();
        }
        assertTrue(trail.check().unbroken());
        assertEquals(7, trail.entries().size());
    }

    @Test
    void tombstoneOfAnotherPortalNodeIsBelievedWhereItsKeyIsKnown() throws Exception {
        AuditKey other = AuditKey.of(folder.resolve("other.key"));
        try (Connection connection = trail.database().connect()) {
            new ChainRemoval(other, Set.of(), "other", DAYS).remove(connection, List.of(), Instant.now(), BATCH);
        }

        assertTrue(trail.check(List.of(), Set.of(trail.key().publicHalf(), other.publicHalf())).unbroken());
        assertEquals(fault(Kind.FORGED_TOMBSTONE, 1L, null), trail.check().fault());
    }

    // ---- what the database refuses, to the owner of its tables too

    @Test
    void databaseRemovesNothingWithoutATombstoneAndNothingYoung() throws Exception {
        refused("select remove_events(5)", "neither old enough nor under a tombstone");
        refused("delete from audit_events where id = 1", "neither old enough nor under a tombstone");
        refused("delete from audit_chain where seq = 1", "not under a tombstone");
        trail.database().update("insert into audit_tombstones (place, line) values (8, 'nobody signed this')");

        refused("select remove_events(8)", "is neither old enough");
        refused("delete from audit_chain where seq = 1", "not under a tombstone");
        refused("update audit_tombstones set place = 5", "append-only");
        refused("delete from audit_tombstones", "append-only");
        trail.database().update("update retention_bounds set least_days = ?", OLD + 1);
        refused("select remove_events(5)", " is neither old enough");
        trail.database().update("update retention_bounds set least_days = ?", OLD - 1);
        assertEquals(5L, trail.database().value("select remove_events(5)"));
    }

    private void refused(String sql, String words) throws SQLException {
        String message = assertThrows(SQLException.class, () -> run(sql)).getMessage();
        assertTrue(message.contains(words), sql + ": " + message);
        assertEquals(11, trail.entries().size());
    }

    private void run(String sql) throws SQLException {
        try (Connection owner = trail.database().connect(); Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    // ---- by somebody who may do everything

    @Test
    void furtherEntriesThatWereRemovedWithoutATombstoneAreFound() throws Exception {
        remove();
        trail.tamper(NO_PLACES_TO.formatted(7));

        assertEquals(fault(Kind.REMOVED, 6L, null), trail.check().fault());
    }

    @Test
    void removedTombstoneIsFound() throws Exception {
        remove();
        trail.tamper("delete from audit_tombstones");

        assertEquals(fault(Kind.REMOVED, 1L, null), trail.check().fault());
    }

    @Test
    void tombstoneOfAForeignKeyIsFound() throws Exception {
        String hash = trail.entries().get(4).hash();
        trail.tamper(NO_PLACES_TO.formatted(5));
        bury(AuditKey.of(folder.resolve("foreign.key")), 5, hash, at(OLD), DAYS);

        assertEquals(fault(Kind.FORGED_TOMBSTONE, 1L, null), trail.check().fault());
    }

    @Test
    void tombstoneThatWasChangedIsFoundEvenBehindAGoodOne() throws Exception {
        trail.remove(DAYS, Instant.now(), 2);
        remove();
        trail.tamper("update audit_tombstones set line = replace(line, ' 365 ', ' 366 ') where place = 5");
        assertEquals(fault(Kind.FORGED_TOMBSTONE, 2L, null), trail.check().fault());

        trail.tamper("update audit_tombstones set line = replace(line, ' 366 ', ' 365 '); update audit_tombstones set line = 'x' where place = 2");
        assertEquals(fault(Kind.FORGED_TOMBSTONE, 1L, null), trail.check().fault());
    }

    /** Whoever has the key as well can write what they like into it, but not bring the checkpoints down. */
    @Test
    void tombstoneThatCoversWhatIsYoungerThanItsRuleIsFoundByTheCheckpoints() throws Exception {
        trail.record(4);
        trail.chain();
        trail.sign();
        String hash = trail.entries().get(12).hash();
        trail.tamper(NO_PLACES_TO.formatted(13));
        bury(trail.key(), 13, hash, at(OLD), DAYS);

        assertEquals(fault(Kind.REMOVED_TOO_EARLY, 13L, (long) DAYS), trail.check().fault());
        assertEquals("entries to 13 were removed before their 365 days were over", trail.check().fault().words());
    }

    @Test
    void tombstoneThatSaysItselfThatItCameTooEarlyIsFound() throws Exception {
        String hash = trail.entries().get(4).hash();
        trail.tamper(NO_PLACES_TO.formatted(5));
        bury(trail.key(), 5, hash, at(DAYS - 1), DAYS);

        assertEquals(fault(Kind.REMOVED_TOO_EARLY, 5L, (long) DAYS), trail.check(List.of()).fault());
    }

    @Test
    void tombstoneThatFitsNoCheckpointAtItsPlaceIsFound() throws Exception {
        trail.tamper(NO_PLACES_TO.formatted(3));
        bury(trail.key(), 3, "0".repeat(64), at(OLD), DAYS);

        assertEquals(Kind.CHECKPOINT_DIFFERS, trail.check().fault().kind());
        assertEquals(Kind.CHANGED, trail.check(List.of()).fault().kind(), "and the next entry does not follow from it");
    }

    @Test
    void entryThatWasPutBackUnderATombstoneIsFound() throws Exception {
        remove();
        trail.tamper("insert into audit_events (id, action, incident) overriding system value values (5, 'SIGNED_IN', gen_random_uuid()); insert into audit_chain values (5, 5, 1, sha256('x'))");

        assertEquals(new ChainFault(Kind.INSERTED, 5L, null, 5L), trail.check().fault());
    }

    // ---- from outside, by bin/verify-audit

    @Test
    void programSaysFromWhereTheTrailIsUnbroken() throws Exception {
        String date = remove().orElseThrow().tombstone().removedAt();
        List<String> lines = new ArrayList<>(trail.tombstones().stream().map(ExportedLine::ofTombstone).toList());
        lines.addAll(trail.export("0"));
        Path export = Files.write(folder.resolve("export.jsonl"), lines);
        String expected = "Unbroken from entry 6 (entries 1 to 5 were removed on " + date + " by rule: older than 365 days): checked to entry 11 of ";

        String ofDatabase = verify(0, "--database", trail.database().url());
        String ofExport = verify(0, "--export", export.toString());
        trail.tamper("update audit_tombstones set line = replace(line, ' 365 ', ' 400 ')");
        String forged = verify(1, "--database", trail.database().url());
        Files.write(export, lines.subList(1, lines.size()));
        String without = verify(1, "--export", export.toString());

        assertTrue(ofDatabase.startsWith(expected), ofDatabase);
        assertTrue(ofExport.startsWith(expected), ofExport);
        assertTrue(forged.startsWith("BROKEN: tombstone 1, of entries that were removed, is not signed by a key"), forged);
        assertTrue(without.startsWith("BROKEN: entry 1 was removed"), without);
    }

    private String verify(int exit, String... what) throws Exception {
        List<String> command = new ArrayList<>(List.of("bin/verify-audit", "--key", trail.keyFile() + ".pub", "--checkpoints", trail.file().path().toString()));
        command.addAll(List.of(what));
        Path out = Files.createTempFile(folder, "out", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(trail.database().environment());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String said = Files.readString(out, UTF_8);
        assertEquals(exit, process.exitValue(), said);
        return said;
    }

    private Optional<ChainRemoval.Removed> remove() throws Exception {
        return trail.remove(DAYS, Instant.now(), BATCH);
    }

    private void signAt(int place, Instant time) throws Exception {
        trail.file().add(new Checkpoint(place, trail.entries().get(place - 1).hash(), text(time), "portal"), trail.key());
    }

    private void bury(AuditKey key, long place, String hash, String newest, int days) throws SQLException {
        Tombstone tombstone = new Tombstone(place, hash, newest, days, text(Instant.now()), "portal");
        trail.database().update("insert into audit_tombstones (place, line) values (?, ?)", place, tombstone.line(key));
    }

    private static String at(int days) {
        return text(Instant.now().minus(Duration.ofDays(days)));
    }

    private static String text(Instant time) {
        return TIME.format(time);
    }

    private static ChainFault fault(Kind kind, Long place, Long other) {
        return new ChainFault(kind, place, other, null);
    }
}
