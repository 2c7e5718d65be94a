package io.porthole.compute.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibvirtFailureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"192.0.2.1|192.0.2.1:1", "192.0.2.1|192.0.2.1:0,password=on,tls-creds=vnc-tls-creds0,audiodev=audio1", "[2001:db8::1]|[2001:db8::1]:12"})
    void anAddressOfAnotherNodeIsNamedAndWhatToDoAboutIt(String address, String option) {
        String said = "internal error: process exited while connecting to monitor: 2026-11-27T02:17:24Z qemu-system-x86_64: -vnc " + option
                + ": Failed to bind socket: Cannot assign requested address";

        String explained = LibvirtFailure.explained(said);

        assertTrue(explained.startsWith("the VM is to listen for VNC on " + address + ", which is no address of this node: set listen='0.0.0.0'"), explained);
        assertTrue(explained.endsWith(said), explained);
    }

    @Test
    void otherWordsStayAsTheyAre() {
        String said = "internal error: qemu-system-x86_64: -vnc 192.0.2.1:1: Failed to bind socket: Address already in use";

        assertEquals(said, LibvirtFailure.explained(said));
    }
}
