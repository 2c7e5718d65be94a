package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Compute node {@code second}: another libvirtd on this machine, in namespaces of its own, with folders, a host name, a host id, a
 * qemu.conf and an address of its own, so that VMs migrate to it. It runs only for the classes that register it; for all others the
 * node does not answer.
 */
public final class SecondNode implements BeforeAllCallback, AfterAllCallback {

    public static final String NAME = "second";
    /** Where its VNC servers listen, and the portal looks for them; those of {@code real} are at 127.0.0.1. */
    public static final String ADDRESS = "127.0.0.2";
    /** The one in its qemu.conf, and in the file that the portal has for it. */
    static final String VNC_PASSWORD = "newnodes";

    /** The users of libvirt's guests must be able to reach it. */
    private static final Path FOLDER = Path.of("/tmp", "porthole-it-second-" + ProcessHandle.current().pid());
    private static final Path SOCKET = FOLDER.resolve("run/libvirt-sock");
    static final String LIBVIRT = "qemu+unix:///system?socket=" + SOCKET;
    private static final Path CERTIFICATES = FOLDER.resolve("vnc-certificates");
    private static final Duration STARTS = Duration.ofSeconds(30);

    /** It ends, and all in its namespaces with it, when its input does: also when this JVM is killed. */
    private static final String SCRIPT = """
            set -e
            folder=$1
            mkdir -p "$folder"/etc "$folder"/run "$folder"/lib "$folder"/log "$folder"/cache
            cp -rT /etc/libvirt "$folder/etc"
            cat "$folder/qemu.conf" >> "$folder/etc/qemu.conf"
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
    private final String qemuConf;
    private Process libvirtd;

    private SecondNode(String qemuConf) {
        this.qemuConf = qemuConf;
    }

    /** Its VNC servers speak TLS and ask for nothing: X509None. */
    public static SecondNode withTls() {
        return new SecondNode("""
                vnc_tls = 1
                vnc_tls_x509_cert_dir = "%s"
                """.formatted(CERTIFICATES));
    }

    /** They speak TLS, ask for a certificate of whoever comes and then for a password: X509Vnc. */
    public static SecondNode withTlsThatVerifiesAndAPassword() {
        return new SecondNode("""
                vnc_tls = 1
                vnc_tls_x509_cert_dir = "%s"
                vnc_tls_x509_verify = 1
                vnc_password = "%s"
                """.formatted(CERTIFICATES, VNC_PASSWORD));
    }

    /** Waits in its firmware; before each test that wants it so it is {@link #atHome}. */
    public QemuVm traveller() {
        return traveller;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        QemuVms.claim();
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("qemu.conf"), qemuConf);
        shows(PortalUnderTest.certificates().goodForSecond());
        Timestamp start = Timestamp.from(Instant.now());
        libvirtd = new ProcessBuilder("unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", SCRIPT, "second-node", FOLDER.toString())
                .redirectErrorStream(true).redirectOutput(FOLDER.resolve("output").toFile()).start();
        Patience.until("the second libvirtd answers", STARTS, SecondNode::answers);
        // It may still believe in the one that ran for another class, and hear nothing of this one.
        Patience.until("the portal knows it", STARTS, () -> !PortalUnderTest.database()
                .rows("select 1 from node_states where name = ? and answers and since > ?", NAME, start).isEmpty());
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
        try {
            QemuVms.leave();
        } finally {
            stop();
        }
    }

    private void stop() throws Exception {
        if (libvirtd != null) {
            libvirtd.outputWriter(UTF_8).close();
            libvirtd.waitFor();
        }
        // What a node had that answers no more stays on its people's list.
        PortalUnderTest.database().update("delete from instances where id = ?", traveller.id());
        try (var files = Files.walk(FOLDER)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        }
    }

    /** What the VNC servers of the VMs show that start here from now on, or arrive. */
    public void shows(TestCertificate certificate) throws IOException {
        certificate.writeForQemu(CERTIFICATES, PortalUnderTest.certificates().authority());
    }

    /** Defined and running on node {@code real} and nowhere else. */
    public QemuVm atHome() throws Exception {
        return atHome(null);
    }

    /** @param vncPassword of its own, which goes with it; null: it asks for none at home, and here for the node's, if that has one */
    public QemuVm atHome(String vncPassword) throws Exception {
        nowhere();
        QemuVms.define(traveller.toXml(QemuVms.ADDRESS, vncPassword));
        traveller.start();
        awaitState(QemuVms.NODE, "RUNNING");
        return traveller;
    }

    /** Switched off, and defined on node {@code real} and nowhere else. */
    public QemuVm offAtHome() throws Exception {
        forgotten();
        QemuVms.define(traveller.toXml(QemuVms.ADDRESS, null));
        awaitState(QemuVms.NODE, "OFF");
        return traveller;
    }

    /** Node {@code real} forgets it. */
    public void forgetAtHome() throws Exception {
        Virsh.run("undefine", traveller.name());
    }

    /** As the portal knows it: what it still holds to be running may be what was at the other node before. */
    private void awaitState(String node, String state) throws Exception {
        Patience.until("the portal knows that it is " + state + " at " + node, STARTS, () -> !PortalUnderTest.database()
                .rows("select 1 from instances where id = ? and node = ? and state = ?", traveller.id(), node, state).isEmpty());
    }

    private void forgotten() throws Exception {
        nowhere();
        Patience.until("the portal has forgotten it", STARTS, () -> PortalUnderTest.database().rows("select 1 from instances where id = ?", traveller.id()).isEmpty());
    }

    private void nowhere() throws Exception {
        for (String uri : new String[] {LIBVIRT, QemuVms.LIBVIRT}) {
            if (Virsh.at(uri, "list", "--name").contains(traveller.name())) {
                Virsh.at(uri, "destroy", traveller.name());
            }
            if (Virsh.at(uri, "list", "--all", "--name").contains(traveller.name())) {
                Virsh.at(uri, "undefine", traveller.name());
            }
        }
    }

    /** Moves it from {@code real} while it runs or is paused; it is here a while before virsh is done. */
    public Future<?> migrateLive(String... options) throws Exception {
        return migrateTo(ADDRESS, options);
    }

    /** The same, but its VNC server is to listen at another address here. */
    public Future<?> migrateTo(String listen, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("migrate", "--live", "--p2p", "--tunnelled", traveller.name(), LIBVIRT, "--xml", rewrittenFor(listen).toString()));
        command.addAll(List.of(options));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Virsh.run(command.toArray(String[]::new));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Its description for another node, as nova makes it: only where VNC listens is different there. */
    private Path rewrittenFor(String listen) throws Exception {
        String xml = Virsh.run("dumpxml", "--migratable", "--security-info", traveller.name());
        return Files.writeString(FOLDER.resolve("arrives.xml"), xml.replace("'" + QemuVms.ADDRESS + "'", "'" + listen + "'"));
    }

    /** What it does here, and why, in virsh's words; empty while it is not here. */
    public String stateHere() throws Exception {
        try {
            return Virsh.at(LIBVIRT, "domstate", "--reason", traveller.name());
        } catch (AssertionError e) {
            return "";
        }
    }

    /** Switched off, forgotten by {@code real} and defined here, as a cold migration does. */
    public void moveCold() throws Exception {
        Virsh.run("destroy", traveller.name());
        Virsh.run("undefine", traveller.name());
        define();
    }

    /** Known here too, as where nodes share their VMs' disks and descriptions. */
    public void define() throws Exception {
        defineListeningOn(ADDRESS);
    }

    private void defineListeningOn(String address) throws Exception {
        Path file = Files.writeString(FOLDER.resolve("traveller.xml"), traveller.toXml(address, null));
        Virsh.at(LIBVIRT, "define", file.toString());
    }

    public void start() throws Exception {
        Virsh.at(LIBVIRT, "start", traveller.name());
    }

    /** Running here and known nowhere else. */
    public QemuVm here() throws Exception {
        nowhere();
        define();
        start();
        awaitState(NAME, "RUNNING");
        return traveller;
    }

    /** Of the VM that runs here, until its next start; libvirt and the portal know nothing of it. */
    public void changeVncPassword(String password) throws Exception {
        Virsh.at(LIBVIRT, "qemu-monitor-command", "--hmp", traveller.name(), "set_password vnc " + password);
    }

    /** Switched off, known here and nowhere else; its VNC server is to listen at this address. */
    public QemuVm offHere(String listen) throws Exception {
        forgotten();
        defineListeningOn(listen);
        awaitState(NAME, "OFF");
        return traveller;
    }

    /** Waits until the portal knows that it runs here. */
    public void awaitHere() throws Exception {
        awaitState(NAME, "RUNNING");
    }

    /** Waits until the portal knows that it is switched off, here. */
    public void awaitOffHere() throws Exception {
        awaitState(NAME, "OFF");
    }

    /** Where QEMU serves its screen at {@link #ADDRESS}. */
    public int vncPort() throws Exception {
        return QemuVm.port(Virsh.at(LIBVIRT, "domdisplay", "--type", "vnc", traveller.name()));
    }
}
