package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

/**
 * The compute nodes of the portal under test: {@code alpha}, {@code secured} and {@code muted}, on which VNC is switched off, are
 * files of libvirt's test driver, which keeps its VMs in the server's memory; {@code refusing} lets nobody connect and {@code swallowing}
 * answers nobody; {@code real} ({@link QemuVms}) and {@code second} ({@link SecondNode}) run QEMU.
 */
public final class ComputeNodesUnderTest {

    public static final String ALPHA = "alpha";
    public static final String SECURED = "secured";
    public static final String REFUSING = "refusing";
    public static final String SWALLOWING = "swallowing";
    public static final String MUTED = "muted";

    /** The password of the VNC servers of node {@code secured}: of its 8 bytes all count. */
    public static final String VNC_PASSWORD = "nodepass";
    /** What those of them are told that ask for a user name too. */
    public static final String VNC_USERNAME = "porthole";
    /** The password of {@link #vmWithOwnPassword}, which stands in its domain's description. */
    public static final String OWN_VNC_PASSWORD = "ownpass1";
    /** The password of {@link #vmWithPasswordFile}, which stands in a file of its own. */
    private static final String FILE_VNC_PASSWORD = "filepass";

    public static final String HTML_NAME = "<img src=x onerror=alert(1)>";
    public static final String RIGHT_TO_LEFT_NAME = "\u202Egnp.exe";
    public static final String LONG_NAME = "long-" + "x".repeat(995);
    public static final String EMOJI_NAME = "\uD83D\uDC1F fish & \"chips\"";
    /** VMs of project many; a page shows 20. */
    public static final int MANY = 45;

    private static final int FRESH = 920;
    private static final int FRESH_SECURED = 20;
    private static final int FRESH_EXCLUSIVE = 32;

    private final Path folder;
    private final List<VmUnderTest> all = new ArrayList<>();
    private final Queue<VmUnderTest> fresh = new ArrayDeque<>();
    private final Queue<VmUnderTest> freshSecured = new ArrayDeque<>();
    private final Queue<VmUnderTest> freshExclusive = new ArrayDeque<>();
    private final ServerSocket swallowing;
    private VmUnderTest withOwnPassword;
    private VmUnderTest withPasswordFile;

    private ComputeNodesUnderTest(Path folder) throws IOException {
        this.folder = folder;
        this.swallowing = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    static ComputeNodesUnderTest make(Path folder) throws IOException {
        ComputeNodesUnderTest nodes = new ComputeNodesUnderTest(folder);
        nodes.swallow();
        nodes.furnishAlpha();
        nodes.furnishSecured();
        nodes.furnishMuted();
        return nodes;
    }

    private void furnishAlpha() throws IOException {
        add(ALPHA, "desktop", "studio", true, true);
        add(ALPHA, "rescue", "studio", true, true);
        add(ALPHA, "archive", "studio", false, true);
        add(ALPHA, "headless", "studio", true, false);
        add(ALPHA, "vault", "treasury", true, true);
        add(ALPHA, "orphan", null, true, true);
        add(ALPHA, "exhibit", ProjectRights.LOOKING.project(), true, true);
        add(ALPHA, "cellar", ProjectRights.SEALED.project(), true, true);
        add(ALPHA, "engine", ProjectRights.POWERFUL.project(), true, true);
        add(ALPHA, "stage", ProjectRights.RECORDED.project(), true, true);
        for (String name : List.of(HTML_NAME, RIGHT_TO_LEFT_NAME, LONG_NAME, EMOJI_NAME, "100%", "100-percent", "a_b", "axb")) {
            add(ALPHA, name, "names", true, false);
        }
        for (int i = 1; i <= MANY; i++) {
            add(ALPHA, "many-%02d".formatted(i), "many", true, false);
        }
        for (int i = 1; i <= FRESH; i++) {
            fresh.add(add(ALPHA, "fresh-%03d".formatted(i), "workshop", true, true));
        }
        for (int i = 1; i <= FRESH_EXCLUSIVE; i++) {
            freshExclusive.add(add(ALPHA, "exclusive-" + i, ProjectRights.SOLO.project(), true, true));
        }
        write(ALPHA, null);
    }

    private void furnishSecured() throws IOException {
        for (int i = 1; i <= FRESH_SECURED; i++) {
            VmUnderTest vm = add(SECURED, "secured-" + i, "workshop", true, true);
            vm.vnc().password(VNC_PASSWORD);
            freshSecured.add(vm);
        }
        withOwnPassword = add(SECURED, "own-password", "workshop", true, true);
        withOwnPassword.vnc().password(OWN_VNC_PASSWORD);
        withPasswordFile = add(SECURED, "password-file", "workshop", true, true);
        withPasswordFile.vnc().password(FILE_VNC_PASSWORD);
        write(SECURED, withOwnPassword);
    }

    private void furnishMuted() throws IOException {
        add(MUTED, "muted", "workshop", true, true);
        write(MUTED, null);
    }

    /** @return the one VM of this name */
    public VmUnderTest vm(String name) {
        return all.stream().filter(vm -> vm.name().equals(name)).findFirst().orElseThrow();
    }

    /** @return a running VM of project workshop that no other test has seen: it may be stopped, and its VNC server be told anything */
    public synchronized VmUnderTest freshVm() {
        return fresh.remove();
    }

    /** @return the same, with a VNC server that asks for {@link #VNC_PASSWORD} */
    public synchronized VmUnderTest freshSecuredVm() {
        return freshSecured.remove();
    }

    /** @return the same in project {@link ProjectRights#SOLO}, whose consoles are for one person at a time */
    public synchronized VmUnderTest freshExclusiveVm() {
        return freshExclusive.remove();
    }

    public VmUnderTest vmWithOwnPassword() {
        return withOwnPassword;
    }

    public VmUnderTest vmWithPasswordFile() {
        return withPasswordFile;
    }

    int count() {
        return all.size();
    }

    void writeSettings(StringBuilder settings) throws IOException {
        Files.writeString(folder.resolve("vnc-password"), VNC_PASSWORD);
        settings.append("compute_node.%s.libvirt_uri=test://%s\n".formatted(ALPHA, file(ALPHA)));
        settings.append("compute_node.%s.libvirt_uri=test://%s\n".formatted(SECURED, file(SECURED)));
        settings.append("compute_node.%s.vnc_password_file=vnc-password\n".formatted(SECURED));
        Path passwords = Files.createDirectories(folder.resolve("vnc-passwords"));
        Files.writeString(passwords.resolve(withPasswordFile.id().toString()), FILE_VNC_PASSWORD + "\n");
        settings.append("compute_node.%s.vnc_password_folder=%s\n".formatted(SECURED, passwords.getFileName()));
        settings.append("compute_node.%s.vnc_username=%s\n".formatted(SECURED, VNC_USERNAME));
        settings.append("compute_node.%s.vencrypt_server_name=%s\n".formatted(SECURED, CertificatesUnderTest.SECURED_NAME));
        settings.append("compute_node.%s.libvirt_uri=test://%s\n".formatted(MUTED, file(MUTED)));
        settings.append("compute_node.%s.vnc_enabled=false\n".formatted(MUTED));
        settings.append("compute_node.%s.server_listen=0.0.0.0\n".formatted(MUTED));
        settings.append("compute_node.%s.libvirt_uri=%s\n".formatted(QemuVms.NODE, QemuVms.LIBVIRT));
        settings.append("compute_node.%s.libvirt_uri=%s\n".formatted(SecondNode.NAME, SecondNode.LIBVIRT));
        settings.append("compute_node.%s.server_proxyclient_address=%s\n".formatted(SecondNode.NAME, SecondNode.ADDRESS));
        Files.writeString(folder.resolve("vnc-password-of-second"), SecondNode.VNC_PASSWORD);
        settings.append("compute_node.%s.vnc_password_file=vnc-password-of-second\n".formatted(SecondNode.NAME));
        settings.append("compute_node.%s.libvirt_uri=qemu+tcp://127.0.0.1:1/system\n".formatted(REFUSING));
        settings.append("compute_node.%s.libvirt_uri=qemu+tcp://127.0.0.1:%d/system\n".formatted(SWALLOWING, swallowing.getLocalPort()));
    }

    void close() {
        all.stream().filter(vm -> vm.vnc() != null).forEach(vm -> vm.vnc().close());
        try {
            swallowing.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id follows from the name, so that a second run on the same database finds the same VMs. */
    private VmUnderTest add(String node, String name, String project, boolean running, boolean withVnc) {
        FakeVncServer vnc = withVnc ? new FakeVncServer().name("QEMU (" + name + ")").start() : null;
        VmUnderTest vm = new VmUnderTest(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)), name, project, node, running, vnc);
        all.add(vm);
        return vm;
    }

    private void write(String node, VmUnderTest withPassword) throws IOException {
        StringBuilder xml = new StringBuilder("<node>\n");
        all.stream().filter(vm -> vm.node().equals(node)).forEach(vm -> xml.append(vm.toXml(vm == withPassword ? OWN_VNC_PASSWORD : null)));
        Files.writeString(file(node), xml.append("</node>\n"));
    }

    private Path file(String node) {
        return folder.resolve(node + ".xml").toAbsolutePath();
    }

    /** Accepts and keeps: a reachable machine whose libvirt hangs. */
    private void swallow() {
        List<Socket> kept = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    kept.add(swallowing.accept());
                }
            } catch (IOException e) {
                // closed: the end of the tests
            }
        }, "swallowing-libvirt");
        thread.setDaemon(true);
        thread.start();
    }
}
