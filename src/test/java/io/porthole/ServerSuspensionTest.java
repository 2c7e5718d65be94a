package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSuspensionTest {

    @ParameterizedTest
    @CsvSource({"30, 40", "30, -1", "0, 0", "39, 40"})
    void aServerThatWaitsLongEnoughNeedsNoWarning(long drain, int waits) {
        assertEquals(Optional.empty(), ServerSuspension.impatience(Duration.ofSeconds(drain), waits));
    }

    @Test
    void whoGivesMoreTimeThanTheServerIsToldWhatToSet() {
        assertEquals(Optional.of("drain_timeout is 300 s, but when WildFly is stopped by SIGTERM it waits 40 s only: start it with -Dorg.wildfly.sigterm.suspend.timeout=310"),
                ServerSuspension.impatience(Duration.ofMinutes(5), 40));
    }
}
