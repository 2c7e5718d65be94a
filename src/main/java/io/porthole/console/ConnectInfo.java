package io.porthole.console;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.porthole.compute.ConsoleAddress;
import io.porthole.compute.ConsoleLocation;
import io.porthole.compute.VncPassword;

/**
 * All that the proxy needs to know of a console: where its screen is and how to know it again.
 *
 * @param instanceName the domain's name, which QEMU shows as {@code QEMU (NAME)}; null where only Nova knows it and does not tell
 * @param vncPassword null when the VNC server asks for none
 * @param endsAt when the console must end; null when it need not
 * @param idleTimeout without input for so long it ends; zero when that does not matter
 * @param rights what the person may do on it
 * @param vncUsername for a VNC server that asks for one beside the password; null when none is known
 * @param tlsName the host name or address that the VNC server's certificate must be for
 * @param visit what decides whether it is recorded
 */
public record ConnectInfo(UUID connectionId, UUID sessionId, String host, int port, String vncPassword, String instanceName, Instant endsAt,
        Duration idleTimeout, ConsoleRights rights, String vncUsername, String tlsName, ConsoleVisit visit) {

    /** For a look at the VNC server: no session begins, and nobody may do anything. */
    static ConnectInfo toLook(ConsoleLocation location) {
        ConsoleAddress place = location.address();
        VncPassword password = place.vncPassword();
        return new ConnectInfo(UUID.randomUUID(), UUID.randomUUID(), place.host(), place.port(), password == null ? null : password.text(), location.instanceName(), null,
                Duration.ZERO, new ConsoleRights(false, false, false, false, false, 0, false), place.vncUsername(), place.tlsName(), null);
    }

    @Override
    public String toString() {
        return "ConnectInfo[session " + sessionId + ", " + host + ":" + port + "]";
    }
}
