package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Optional;

import io.porthole.web.view.Noted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeCauseTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "libvirt's client library is missing on this portal (Debian: apt-get install libvirt0) | LIBRARY_MISSING",
            "n1: no address is known for the name n1.example | NAME_UNKNOWN",
            "n1: Cannot recv data: ssh: Could not resolve hostname n1: Name or service not known: Connection reset by peer | NAME_UNKNOWN",
            "n1: Cannot recv data: Host key verification failed.: Connection reset by peer | HOST_KEY",
            "n1: authentication failed: Failed to verify peer's certificate | CERTIFICATE",
            "n1: Cannot read CA certificate '/etc/pki/CA/cacert.pem': No such file or directory | CERTIFICATE",
            "n1: Cannot recv data: root@n1: Permission denied (publickey).: Connection reset by peer | NOT_ADMITTED",
            "n1: Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied | NOT_ADMITTED",
            "n1: authentication unavailable: no polkit agent available to authenticate action 'org.libvirt.unix.manage' | NOT_ADMITTED",
            "n1: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory | NO_LIBVIRT",
            "n1: no connection to 10.0.0.1:16509: No route to host | NO_ROUTE",
            "n1: no connection to 10.0.0.1:16509: Connection refused | REFUSED",
            "n1: no connection to 10.0.0.1:16509: Connect timed out | TIMEOUT",
            "n1 does not answer in time | TIMEOUT",
            "n1 does not answer within 5 s | TIMEOUT",
            "n1 does not answer: an earlier question still hangs | TIMEOUT",
            "n1: internal error: client socket is closed | LOST",
            "n1 is not connected | LOST",
            "n1: the VM is to listen for VNC on 10.0.0.9, which is no address of this node: set listen='0.0.0.0' | FOREIGN_ADDRESS",
            "n1: internal error: process exited: Failed to get \"write\" lock Is another process using the image [/vm.qcow2]? | DISK_IN_USE",
            "n1: Cannot access storage file '/vm.qcow2' (as uid:64055, gid:994): No such file or directory | DISK_MISSING",
            "n1: internal error: cannot set up guest memory 'pc.ram': Cannot allocate memory | MEMORY",
            "n1: Requested operation is not valid: network 'default' is not active | NETWORK",
            "n1: Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomainCreate) | BUSY",
            "n1: Requested operation is not valid: domain is already running | RUNS",
            "0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b is off | OFF",
            "n1: Requested operation is not valid: domain is not running | OFF",
            "n1: Domain not found: no domain with matching uuid '0f7a3c1e' | GONE",
            "0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b has no <graphics type='vnc'> | NO_VNC",
            "n1 is in no setting | UNDECLARED"})
    void whatIsSaidOfANodeIsKnown(String said, NodeCause cause) {
        assertEquals(Optional.of(cause), NodeCause.of(said));
    }

    @Test
    void whatIsNotKnownStaysAsItWasSaid() {
        assertEquals(new Noted(null, null, "the moon is full"), NodeCause.noted("the moon is full", Locale.SIMPLIFIED_CHINESE));
        assertEquals(Optional.empty(), NodeCause.of(null));
    }

    @Test
    void whatWasSaidStandsBesideWhatItMeans() {
        assertEquals(new Noted("计算节点没有及时响应。", null, "n1 does not answer in time"), NodeCause.noted("n1 does not answer in time", Locale.SIMPLIFIED_CHINESE));
    }
}
