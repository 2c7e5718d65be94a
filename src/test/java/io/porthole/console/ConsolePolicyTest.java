package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.UUID;

import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which limit counts for whom; that it holds for many at once is for ConsoleLimitsIT and PersonLimitIT. */
class ConsolePolicyTest {

    private static final UUID USER = UUID.randomUUID();
    private static final UUID INSTANCE = UUID.randomUUID();

    /** A person's own limit counts whether it is higher or lower than that of all, and where there is none for all. */
    @ParameterizedTest
    @CsvSource({"0, , 1000, true", "5, , 4, true", "5, , 5, false", "5, 2, 1, true", "5, 2, 2, false", "5, 9, 8, true", "5, 9, 9, false", "0, 2, 1, true", "0, 2, 2, false", "0, 2, 3, false"})
    void ownLimitCountsBeforeThatOfTheSettings(int ofAll, Integer own, long open, boolean opens) {
        ConsolePolicy policy = policy(ofAll, new ConsolesInUse.Count(open, 0, 0, open));
        CountedPerson person = new CountedPerson(USER, own);

        if (opens) {
            assertDoesNotThrow(() -> policy.check(person, INSTANCE, "127.0.0.9"));
            return;
        }
        LimitRefusal refused = assertThrows(LimitRefusal.class, () -> policy.check(person, INSTANCE, "127.0.0.9"));
        assertEquals((own == null ? ofAll : own) + " consoles per user are open, and no more may be", refused.limit().words());
    }

    @Test
    void whereNothingIsLimitedNothingIsCounted() {
        ConsolePolicy policy = policy(0, null);

        assertDoesNotThrow(() -> policy.check(new CountedPerson(USER, null), INSTANCE, "127.0.0.9"));
        assertDoesNotThrow(() -> policy.check(CountedPerson.UNKNOWN, INSTANCE, "127.0.0.9"));
    }

    /** @param count null: nobody may ask */
    private static ConsolePolicy policy(int ofAll, ConsolesInUse.Count count) {
        ConsolesInUse consoles = new ConsolesInUse() {
            @Override
            Count count(UUID userId, UUID instanceId, String address) {
                assertEquals(USER, count == null ? "nobody" : userId);
                return count;
            }
        };
        return new ConsolePolicy(ConsoleSettings.from(Settings.of(Map.of("max_sessions_per_user", String.valueOf(ofAll)))), consoles, new ConsoleDrain(), null);
    }
}
