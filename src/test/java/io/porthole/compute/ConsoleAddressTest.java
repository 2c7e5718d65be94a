package io.porthole.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleAddressTest {

    @ParameterizedTest
    @ValueSource(ints = {5900, 5901, 65_535})
    void portOfVncIsAccepted(int port) {
        assertEquals(port, new ConsoleAddress("compute1", port, null, null, "compute1").port());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 22, 80, 5899, 65_536})
    void otherPortIsNoConsoleAddress(int port) {
        assertThrows(IllegalArgumentException.class, () -> new ConsoleAddress("compute1", port, null, null, "compute1"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = " ")
    void consoleAddressNeedsAHost(String host) {
        assertThrows(IllegalArgumentException.class, () -> new ConsoleAddress(host, 5900, null, null, "compute1"));
    }

    @Test
    void samePlaceIsSameHostAndPortWhateverThePassword() {
        ConsoleAddress address = new ConsoleAddress("compute1", 5900, new VncPassword("sesame"), null, "compute1");

        assertTrue(address.samePlace("compute1", 5900));
        assertFalse(address.samePlace("compute1", 5901));
        assertFalse(address.samePlace("compute2", 5900));
        assertFalse(address.samePlace(null, 5900));
    }

    @Test
    void passwordIsNotPrinted() {
        assertFalse(new ConsoleAddress("compute1", 5900, new VncPassword("sesame"), null, "compute1").toString().contains("sesame"));
    }
}
