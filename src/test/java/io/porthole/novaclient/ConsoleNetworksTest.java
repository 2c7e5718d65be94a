package io.porthole.novaclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** THREATS.md, row 19. */
class ConsoleNetworksTest {

    @ParameterizedTest
    @CsvSource({"192.168.0.0/24, 192.168.0.11", "192.168.0.11, 192.168.0.11", "10.0.0.0/8, 10.255.255.255", "0.0.0.0/0, 8.8.8.8", "fd00:1::/64, fd00:1::5", "::/0, fd00:1::5",
        "192.168.0.0/23, 192.168.1.1", "127.0.0.0/8, 127.0.0.1", "::1, ::1", "169.254.0.0/16, 169.254.1.1", "169.254.169.254, 169.254.169.254", "fe80::/10, fe80::1",
        "192.168.0.0/24, ::ffff:192.168.0.11"})
    void addressInANetworkOfTheSettingsIsAdmitted(String network, String address) throws Exception {
        assertEquals(Optional.of(InetAddress.getByName(address)), networks(network).admitted(address, 5900));
    }

    @ParameterizedTest
    @CsvSource({"192.168.0.0/24, 192.168.1.11", "192.168.0.0/25, 192.168.0.128", "10.0.0.0/8, 11.0.0.1", "fd00:1::/64, fd00:1:0:1::5", "192.168.0.0/24, fd00:1::5", "::/0, 192.168.0.11"})
    void addressInNoNetworkOfTheSettingsIsRefused(String network, String address) {
        assertEquals(Optional.empty(), networks(network).admitted(address, 5900));
    }

    /** Also in the other ways of writing it that a resolver takes. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "127.1", "2130706433", "localhost", "0.0.0.0", "0", "169.254.169.254", "169.254.1.1", "224.0.0.1", "::ffff:127.0.0.1"})
    void wideNetworkDoesNotOpenWhatIsSpecial(String address) {
        assertEquals(Optional.empty(), networks("0.0.0.0/0", "64.0.0.0/2", "::/0").admitted(address, 5900));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "::", "fe80::1", "ff02::1", "fd00:ec2::254", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"})
    void wideNetworkOfIpv6DoesNotOpenWhatIsSpecial(String address) {
        assertEquals(Optional.empty(), networks("::/0", "0.0.0.0/0", "fd00::/8").admitted(address, 5900));
    }

    @Test
    void linkLocalNetworkDoesNotOpenTheMetadataService() {
        assertEquals(Optional.empty(), networks("169.254.0.0/16").admitted("169.254.169.254", 5900));
    }

    @ParameterizedTest
    @CsvSource({"5900, true", "65535, true", "5899, false", "80, false", "0, false", "65536, false", "-1, false"})
    void onlyPortsOfVncAreAdmitted(int port, boolean admitted) {
        assertEquals(admitted, networks("192.168.0.0/24").admitted("192.168.0.11", port).isPresent());
    }

    @Test
    void nameThatNobodyKnowsIsRefused() {
        assertEquals(Optional.empty(), networks("0.0.0.0/0").admitted("no-such-host.invalid", 5900));
    }

    @Test
    void nameIsLookedUpOnceAndTheCheckedAddressIsWhatIsTold() {
        InetAddress admitted = networks("127.0.0.0/8", "::1").admitted("localhost", 5900).orElseThrow();

        assertTrue(admitted.isLoopbackAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "compute1", "192.168.0.0/33", "192.168.0/24", "fd00::/129", "192.168.0.0/", "192.168.0.0/-1", "256.1.1.1/8", "1.2.3.4/24/24", "*"})
    void whatIsNoNetworkIsNone(String text) {
        assertEquals(Optional.empty(), ConsoleNetwork.parse(text));
    }

    private static ConsoleNetworks networks(String... texts) {
        return new ConsoleNetworks(Arrays.stream(texts).map(text -> ConsoleNetwork.parse(text).orElseThrow()).toList());
    }
}
