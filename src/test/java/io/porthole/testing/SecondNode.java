package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Compute node {@code second}: another libvirtd on this machine, in namespaces of its own, with folders, a host name and a host id of
 * its own, so that VMs migrate to it. It runs only for the classes that register it; for all others the node does not answer.
 */
public final class SecondNode implements BeforeAllCallback, AfterAllCallback {

    public static final String NAME = "second";

    /** The users of libvirt's guests must be able to reach it. */
    private static final Path FOLDER = Path.of("/tmp", "porthole-it-second-" + ProcessHandle.current().pid());
    private static final Path SOCKET = FOLDER.resolve("run/libvirt-sock");
    static final String LIBVIRT = "qemu+unix:///system?socket=" + SOCKET;
    private static final Duration STARTS = Duration.ofSeconds(30);

    /** It ends, and all in its namespaces with it, when its input does: also when this JVM is killed. */
    private static final String SCRIPT = """
            set -e
            folder=$1
            mkdir -p "$folder"/etc "$folder"/run "$folder"/lib "$folder"/log "$folder"/cache
            cp -rT /etc/libvirt "$folder/etc"
            rm -rf "$folder"/etc/qemu/*.xml "$folder"/etc/qemu/autostart "$folder"/etc/qemu/networks/autostart
            printf 'host_uuid = "%s"\n' "$(cat /proc/sys/kernel/random/uuid)" >> "$folder/etc/libvirtd.conf"
            hostname porthole-it-second
            for part in etc:/etc run:/run lib:/var/lib log:/var/log cache:/var/cache; do
              mount --bind "$folder/${part%%:*}" "${part#*:}/libvirt"
            done
            virtlogd --daemon --pid-file /run/libvirt/virtlogd.pid
            libvirtd --daemon --pid-file /run/libvirt/libvirtd.pid
            read -r _ || true
            """;

    private final QemuVm traveller = new QemuVm(QemuVms.PREFIX + "traveller", QemuVms.PROJECT, 64, QemuVms.FIRMWARE, "");
    private Process libvirtd;

    /** Waits in its firmware; before each test that wants it so it is {@link #atHome}. */
    public QemuVm traveller() {
        return traveller;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        QemuVms.claim();
        Files.createDirectories(FOLDER);
        libvirtd = new ProcessBuilder("unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", SCRIPT, "second-node", FOLDER.toString())
                .redirectErrorStream(true).redirectOutput(FOLDER.resolve("output").toFile()).start();
        Patience.until("the second libvirtd answers", STARTS, SecondNode::answers);
        Patience.until("the portal knows it", STARTS, () -> Boolean.TRUE.equals(PortalUnderTest.database().value("select answers from node_states where name = ?", NAME)));
    }

    private static boolean answers() throws IOException, InterruptedException {
        try {
            return Files.exists(SOCKET) && !Virsh.at(LIBVIRT, "hostname").isEmpty();
        } catch (AssertionError e) {
            return false;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        QemuVms.removeAll();
        QemuVms.release();
        libvirtd.outputWriter(UTF_8).close();
        libvirtd.waitFor();
        // What a node had that answers no more stays on its people's list.
        PortalUnderTest.database().update("delete from instances where id = ?", traveller.id());
        try (var files = Files.walk(FOLDER)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        }
    }

    /** Defined and running on node {@code real} and nowhere else. */
    public QemuVm atHome() throws Exception {
        for (String uri : new String[] {LIBVIRT, QemuVms.LIBVIRT}) {
            if (Virsh.at(uri, "list", "--name").contains(traveller.name())) {
                Virsh.at(uri, "destroy", traveller.name());
            }
            if (Virsh.at(uri, "list", "--all", "--name").contains(traveller.name())) {
                Virsh.at(uri, "undefine", traveller.name());
            }
        }
        QemuVms.define(traveller);
        return traveller.running();
    }

    /** Moves it from {@code real} while it runs; the VM runs here a while before virsh is done. */
    public Future<?> migrateLive() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Virsh.run("migrate", "--live", "--p2p", "--tunnelled", traveller.name(), LIBVIRT);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Switched off, forgotten by {@code real} and defined here, as a cold migration does. */
    public void moveCold() throws Exception {
        Path file = Files.writeString(FOLDER.resolve("traveller.xml"), traveller.toXml());
        Virsh.run("destroy", traveller.name());
        Virsh.run("undefine", traveller.name());
        Virsh.at(LIBVIRT, "define", file.toString());
    }

    public void start() throws Exception {
        Virsh.at(LIBVIRT, "start", traveller.name());
    }
}
