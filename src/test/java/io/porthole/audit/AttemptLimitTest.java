package io.porthole.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import io.porthole.audit.AttemptLimit.Over;

import org.junit.jupiter.api.Test;

class AttemptLimitTest {

    private static final String HERE = "192.0.2.7";

    private final MovedClock clock = new MovedClock();
    private final AttemptLimit limit = new AttemptLimit(3, Duration.ofMinutes(1), clock);

    @Test
    void asManyAsMayBePassAndTheNextIsToldWhenToComeAgain() {
        UUID incident = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.empty(), limit.count(HERE, UUID.randomUUID()));
        }
        clock.now = clock.now.plusSeconds(20);

        assertEquals(Optional.of(new Over(Duration.ofSeconds(40), true, incident)), limit.count(HERE, incident));
    }

    @Test
    void theTrailIsToldOncePerPeriodAndAllOfItQuoteThatIncident() {
        UUID incident = overTheLimit();

        Over second = limit.count(HERE, UUID.randomUUID()).orElseThrow();

        assertFalse(second.first());
        assertEquals(incident, second.incident());
    }

    @Test
    void aNewPeriodBeginsAnew() {
        UUID incident = overTheLimit();
        clock.now = clock.now.plusSeconds(59);
        assertEquals(Duration.ofSeconds(1), limit.count(HERE, UUID.randomUUID()).orElseThrow().again());
        clock.now = clock.now.plusSeconds(1);

        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.empty(), limit.count(HERE, UUID.randomUUID()));
        }
        Over over = limit.count(HERE, UUID.randomUUID()).orElseThrow();
        assertTrue(over.first());
        assertNotEquals(incident, over.incident());
    }

    @Test
    void anotherAddressIsCountedForItself() {
        overTheLimit();

        assertEquals(Optional.empty(), limit.count("192.0.2.8", UUID.randomUUID()));
    }

    @Test
    void theAddressesOfOneIpv6NetworkCountTogether() {
        assertEquals(AttemptLimit.network("2001:db8:1:2::1"), AttemptLimit.network("2001:db8:1:2:ffff::9"));
        assertNotEquals(AttemptLimit.network("2001:db8:1:2::1"), AttemptLimit.network("2001:db8:1:3::1"));
        assertNotEquals(AttemptLimit.network("::ffff:192.0.2.7"), AttemptLimit.network("::ffff:192.0.2.8"));
        assertEquals("not:an:address", AttemptLimit.network("not:an:address"));
        assertEquals("null", AttemptLimit.network(null));
    }

    @Test
    void manyAddressesDoNotGrowItWithoutBound() {
        overTheLimit();
        for (int i = 0; i < 10_000; i++) {
            limit.count("address-" + i, UUID.randomUUID());
        }

        assertEquals(Optional.empty(), limit.count(HERE, UUID.randomUUID()), "the oldest is forgotten");
    }

    @Test
    void zeroIsNoLimit() {
        AttemptLimit none = new AttemptLimit(0, Duration.ofMinutes(1), clock);

        for (int i = 0; i < 1000; i++) {
            assertEquals(Optional.empty(), none.count(HERE, UUID.randomUUID()));
        }
    }

    private UUID overTheLimit() {
        UUID incident = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            limit.count(HERE, UUID.randomUUID());
        }
        assertTrue(limit.count(HERE, incident).orElseThrow().first());
        return incident;
    }

    private static final class MovedClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
