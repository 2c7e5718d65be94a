package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

class ConsoleJournalTest {

    private static final class FakeRecords extends ConsoleRecords {

        private final List<Integer> batches = new ArrayList<>();
        private Runnable meanwhile = () -> { };

        @Override
        public void write(List<ConnectionNews> news) {
            meanwhile.run();
            batches.add(news.size());
        }
    }

    private final FakeRecords records = new FakeRecords();
    private final ConsoleJournal journal = new ConsoleJournal(records, Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC));

    @Test
    void manyNewsAreWrittenInFewBatches() {
        add(1_200);

        journal.write();

        assertEquals(List.of(500, 500, 200), records.batches);
    }

    @Test
    void whatComesDuringAWriteWaitsForTheNext() {
        add(3);
        records.meanwhile = () -> add(2);

        journal.write();
        assertEquals(List.of(3), records.batches);

        records.meanwhile = () -> { };
        journal.write();
        assertEquals(List.of(3, 2), records.batches);
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() {
        add(3);
        records.meanwhile = () -> {
            throw new IllegalStateException("no database");
        };
        assertThrows(IllegalStateException.class, journal::write);

        records.meanwhile = () -> { };
        journal.write();

        assertEquals(List.of(3), records.batches);
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            journal.established(UUID.randomUUID());
        }
    }
}
