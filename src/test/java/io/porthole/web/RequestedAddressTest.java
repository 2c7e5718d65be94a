package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/vms", "/vms?view=table&q=a%20b'c", "/history?after=2026-01-01T00:00:00Z_1", "/admin/users/8f14e45f-ceea-4672-a950-0a3d58fb0001"})
    void aPageOfOursIsAskedForAgain(String address) {
        assertEquals(Optional.of(address), RequestedAddress.here(address));
    }

    /** THREATS.md, row 6: open redirects. */
    @ParameterizedTest
    @ValueSource(strings = {"", "vms", "//evil.example", "/\\evil.example", "/\t/evil.example", "/vms\n", "https://evil.example/", "/%2fevil.example", "/./%2fevil", "/vms?q=\"", "/vms?q=<x>", "/vms\\x"})
    void noPageOfOthersIs(String address) {
        assertEquals(Optional.empty(), RequestedAddress.here(address));
    }

    @ParameterizedTest
    @CsvSource({"/vms/8f14e45f-ceea-4672-a950-0a3d58fb0001/stop, /vms", "/admin/users, /admin/users", "/admin/users?x=y, /admin/users", "/signin, /signin",
            "/admin/users/8f14e45f-ceea-4672-a950-0a3d58fb0001/disable, /admin/users/8f14e45f-ceea-4672-a950-0a3d58fb0001", "/admin/projects/none, /admin/projects/none",
            "/admin/rules/add, /admin/rules", "/account/signins/others, /account", "/live/user/8f14e45f-ceea-4672-a950-0a3d58fb0001/cut, /live"})
    void aFormStandsOnThePageBeforeWhatItDoes(String sent, String page) {
        assertEquals(Optional.of(page), RequestedAddress.pageOfForm(sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/password", "/setup", "/signout", "/language", "/invitations", "/vmsx/y", "//vms/x", "/admin/userss"})
    void whereAFormStoodIsNotAlwaysKnown(String sent) {
        assertEquals(Optional.empty(), RequestedAddress.pageOfForm(sent));
    }
}
