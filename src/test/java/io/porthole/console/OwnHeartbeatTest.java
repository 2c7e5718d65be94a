package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class OwnHeartbeatTest {

    private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos(); // nanoTime may overflow at any moment

    private final OwnHeartbeat heartbeat = new OwnHeartbeat();

    @Test
    void whoShowedLifeAtEachHeartbeatMayTakeTheSilentForDead() {
        for (int second = 0; second <= 60; second += 4) {
            heartbeat.shown(at(second));
            assertTrue(heartbeat.othersHadTheirChance(at(second)), second + " s");
        }
    }

    @Test
    void whoWasSilentItselfGivesTheOthersTimeForTheirHeartbeat() {
        heartbeat.shown(at(0));
        heartbeat.shown(at(30));

        for (int second = 30; second <= 45; second += 5) {
            heartbeat.shown(at(second));
            assertFalse(heartbeat.othersHadTheirChance(at(second)), second + " s");
        }
        heartbeat.shown(at(46));
        assertTrue(heartbeat.othersHadTheirChance(at(46)));
    }

    private static long at(int second) {
        return BEGIN + Duration.ofSeconds(second).toNanos();
    }
}
