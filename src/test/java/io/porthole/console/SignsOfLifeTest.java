package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class SignsOfLifeTest {

    private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos(); // nanoTime may overflow at any moment

    private final SignsOfLife signs = new SignsOfLife();

    @Test
    void whoShowedLifeAtEachHeartbeatMayTakeTheSilentForDead() {
        for (int second = 0; second <= 60; second += 4) {
            signs.shown(at(second));
            assertTrue(signs.othersHadTheirChance(at(second)), second + " s");
        }
    }

    @Test
    void whoWasSilentItselfGivesTheOthersTimeForTheirHeartbeat() {
        signs.shown(at(0));
        signs.shown(at(30));

        for (int second = 30; second <= 45; second += 5) {
            signs.shown(at(second));
            assertFalse(signs.othersHadTheirChance(at(second)), second + " s");
        }
        signs.shown(at(46));
        assertTrue(signs.othersHadTheirChance(at(46)));
    }

    private static long at(int second) {
        return BEGIN + Duration.ofSeconds(second).toNanos();
    }
}
