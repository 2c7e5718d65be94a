package io.porthole.compute.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.porthole.compute.ComputeNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenCheckTest {

    @ParameterizedTest
    @CsvSource({"192.168.0.11, 192.168.0.11", "0.0.0.0, 192.168.0.11", "::, 192.168.0.11", "127.0.0.1, 127.0.0.1", "127.0.0.1, localhost", "::1, 127.0.0.1", "0.0.0.0, 127.0.0.1",
        "10.0.0.1, compute1.example.org"})
    void serverThatListensWhereItIsLookedForIsNotComplainedOf(String listen, String proxyclient) {
        assertEquals(Optional.empty(), new ListenCheck(node(proxyclient, null)).complaint(Map.of("web", List.of(listen))));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 192.168.0.11", "::1, compute1", "192.168.0.11, 127.0.0.1"})
    void serverOnAnotherMachinesAddressIsComplainedOf(String listen, String proxyclient) {
        String complaint = new ListenCheck(node(proxyclient, null)).complaint(Map.of("web", List.of(listen))).orElseThrow();

        assertTrue(complaint.startsWith("compute node n1: the VNC servers of 1 VM(s) (web) listen on " + listen
                + ", but Porthole looks for them at " + proxyclient + " (server_proxyclient_address)"), complaint);
    }

    @Test
    void oneRightAddressOfSeveralIsEnough() {
        assertEquals(Optional.empty(), new ListenCheck(node("192.168.0.11", null)).complaint(Map.of("web", List.of("127.0.0.1", "192.168.0.11"))));
    }

    @Test
    void serverWithoutAnAddressSaysNothing() {
        assertEquals(Optional.empty(), new ListenCheck(node("192.168.0.11", "0.0.0.0")).complaint(Map.of("web", List.of())));
    }

    @Test
    void serverThatDoesNotListenAsTheSettingsSayIsComplainedOf() {
        String complaint = new ListenCheck(node("192.168.0.11", "0.0.0.0")).complaint(Map.of("web", List.of("192.168.0.11"))).orElseThrow();

        assertTrue(complaint.contains("but Porthole is told that they listen on 0.0.0.0 (server_listen)"), complaint);
        assertEquals(Optional.empty(), new ListenCheck(node("192.168.0.11", "192.168.0.11")).complaint(Map.of("web", List.of("0.0.0.0"))));
    }

    @Test
    void manyAreToldInOneLine() {
        String complaint = new ListenCheck(node("compute1", null)).complaint(Map.of("a", List.of("127.0.0.1"), "b", List.of("127.0.0.1"),
                "c", List.of("127.0.0.1"), "d", List.of("127.0.0.1"), "e", List.of("0.0.0.0"))).orElseThrow();

        assertTrue(complaint.contains("of 4 VM(s) (a, b, c, …) listen on 127.0.0.1"), complaint);
    }

    @Test
    void sameComplaintIsMadeOnceAndAgainWhenItComesBack() {
        ListenCheck check = new ListenCheck(node("compute1", null));
        Map<String, List<String>> wrong = Map.of("web", List.of("127.0.0.1"));

        assertTrue(check.complaint(wrong).isPresent());
        assertEquals(Optional.empty(), check.complaint(wrong));
        assertEquals(Optional.empty(), check.complaint(Map.of("web", List.of("0.0.0.0"))));
        assertTrue(check.complaint(wrong).isPresent());
        assertTrue(check.complaint(Map.of("web", List.of("127.0.0.1"), "db", List.of("127.0.0.1"))).isPresent());
    }

    private static ComputeNode node(String proxyclientAddress, String listen) {
        return new ComputeNode("n1", "test:///default", proxyclientAddress, listen, true, null, null, null, null, proxyclientAddress);
    }
}
