package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an administrator does at the compute node, beside the portal. */
final class Virsh {

    private static final int LIMIT_SECONDS = 60;

    private Virsh() {
    }

    /** @return what it printed; it fails the test when virsh fails, or libvirt is not there */
    static String run(String... command) throws IOException, InterruptedException {
        return at(QemuVms.LIBVIRT, command);
    }

    /** The same at another compute node. */
    static String at(String uri, String... command) throws IOException, InterruptedException {
        Process virsh = startAt(uri, command);
        String said = new String(virsh.getInputStream().readAllBytes(), UTF_8).strip();
        if (!virsh.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || virsh.exitValue() != 0) {
            virsh.destroyForcibly();
            throw new AssertionError("virsh " + String.join(" ", command) + ": " + said);
        }
        return said;
    }

    static Process start(String... command) throws IOException {
        return startAt(QemuVms.LIBVIRT, command);
    }

    private static Process startAt(String uri, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of("virsh", "--quiet", "--connect", uri));
        line.addAll(List.of(command));
        Process virsh = new ProcessBuilder(line).redirectErrorStream(true).start();
        virsh.getOutputStream().close();
        return virsh;
    }
}
