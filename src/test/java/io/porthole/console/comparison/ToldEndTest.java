package io.porthole.console.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToldEndTest {

    private static final String FIGURES = " (connection=5f0c6a52-3f0e-4e7e-9d6f-0d8a2f1d9b11 asked=2026-03-01T10:00:00.123456Z opened=2026-03-01T10:00:01.000000Z"
            + " closed=2026-03-01T10:05:00.000001Z to_browser=1234 to_vm=56)";

    @Test
    void bytesAndCauseAreRead() {
        assertEquals(Optional.of(new ToldEnd("NODE_LOST", 1234L, 56L, "reset: by peer (to_vm=7)")), ToldEnd.read("NODE_LOST" + FIGURES + ": reset: by peer (to_vm=7)"));
        assertEquals(Optional.of(new ToldEnd("BROWSER_CLOSED", 1234L, 56L, null)), ToldEnd.read("BROWSER_CLOSED" + FIGURES));
    }

    @Test
    void whatAnOlderPortholeToldIsRead() {
        assertEquals(Optional.of(new ToldEnd("BROWSER_CLOSED", null, null, null)), ToldEnd.read("BROWSER_CLOSED"));
        assertEquals(Optional.of(new ToldEnd("NODE_REFUSED", null, null, "(to_vm=7)")), ToldEnd.read("NODE_REFUSED: (to_vm=7)"));
    }

    @Test
    void whereNobodyCameThereAreNoBytes() {
        assertEquals(Optional.of(new ToldEnd("NEVER_CONNECTED", null, null, null)),
                ToldEnd.read("NEVER_CONNECTED (asked=2026-03-01T10:00:00.123456Z ended=2026-03-01T10:01:00.123456Z)"));
    }

    @Test
    void whatIsNoEndOfOursIsNotRead() {
        assertEquals(Optional.empty(), ToldEnd.read(null));
        assertEquals(Optional.empty(), ToldEnd.read("closed by hand"));
        assertEquals(Optional.of(new ToldEnd("BROWSER_CLOSED", null, null, null)), ToldEnd.read("BROWSER_CLOSED (connection=1 to_browser=99999999999999999999 to_vm=x)"));
    }
}
