package io.porthole.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The VMs that browser tests visit, on compute node {@code real}: this machine's libvirt. They are defined before a class
 * and gone after it, also those that a killed run left. Other VMs of this machine are not touched; without our projects'
 * metadata no member of them sees any.
 */
public final class QemuVms implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    static final String NODE = "real";
    static final String LIBVIRT = "qemu:///system";
    static final String ADDRESS = "127.0.0.1";
    /** Of {@link Account#TENANT}; exactly {@link #installer}, {@link #rescue} and {@link #archive} are in it. */
    public static final String PROJECT = "rack";
    /** Its consoles are recorded. */
    static final String OTHER_PROJECT = "safe";

    static final String PREFIX = "porthole-it-";
    /** The id of {@link #installer}: its consoles are recorded, those of its project's other VMs are not. */
    static final UUID RECORDED = QemuVm.idOf(PREFIX + "installer");
    private static final String RESCUE_DISC = "/usr/lib/grub-rescue/grub-rescue-cdrom.iso";
    private static final String INSTALLER = "/usr/lib/debian-installer/images/12/amd64/gtk/debian-installer/amd64/";
    static final String FIRMWARE = "<boot dev='hd'/>";

    /** Guarded by the class. */
    private static FileChannel claim;

    private final QemuVm installer = new QemuVm(PREFIX + "installer", PROJECT, 1300,
            "<kernel>%1$slinux</kernel><initrd>%1$sinitrd.gz</initrd><cmdline>vga=788 quiet ---</cmdline>".formatted(INSTALLER), "");
    private final QemuVm rescue = new QemuVm(PREFIX + "rescue", PROJECT, 128, "<boot dev='cdrom'/>",
            "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='%s'/><target dev='hda' bus='ide'/><readonly/></disk>".formatted(RESCUE_DISC));
    private final QemuVm archive = new QemuVm(PREFIX + "archive", PROJECT, 128, FIRMWARE, "");
    private final QemuVm vault = new QemuVm(PREFIX + "vault", OTHER_PROJECT, 128, FIRMWARE, "");
    private final QemuVm kiosk = new QemuVm(PREFIX + "kiosk", ProjectRights.BRIEF.project(), 128, FIRMWARE, "");
    private final List<QemuVm> all = List.of(installer, rescue, archive, vault, kiosk);

    /** Debian's graphical installer: about a minute after its start it answers mouse and keyboard. Then it costs little. */
    public QemuVm installer() {
        return installer;
    }

    /** GRUB's rescue disc: a text menu after seconds, which the arrow keys move. It burns a core, so every test's end stops it. */
    public QemuVm rescue() {
        return rescue;
    }

    /** Without a disk: it waits in its firmware, which costs nothing, and a second start is there at once. */
    public QemuVm archive() {
        return archive;
    }

    /** The same, in a project that {@link Account#TENANT} is not in. */
    public QemuVm vault() {
        return vault;
    }

    /** The same, in a project whose consoles end by themselves after a short time. */
    public QemuVm kiosk() {
        return kiosk;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        claim();
        removeAll();
        for (QemuVm vm : all) {
            define(vm.toXml(ADDRESS, null));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (rescue.runs()) {
            rescue.destroy();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        leave();
    }

    /** This machine's libvirt has one VM of each name: tests of another checkout wait until these are done, and the other way round. */
    static synchronized void claim() throws IOException {
        claim = FileChannel.open(Path.of("/tmp", PREFIX + "libvirt.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        claim.lock();
    }

    /** Gives the claim back even if libvirt fails: who keeps it would fail the next class too. */
    static void leave() throws IOException, InterruptedException {
        try {
            removeAll();
        } finally {
            release();
        }
    }

    private static synchronized void release() throws IOException {
        claim.close();
    }

    static void define(String xml) throws IOException, InterruptedException {
        Path file = Files.createTempFile(PREFIX, ".xml");
        try {
            Files.writeString(file, xml);
            Virsh.run("define", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    private static void removeAll() throws IOException, InterruptedException {
        for (String name : named("list", "--name")) {
            Virsh.run("destroy", name);
        }
        for (String name : named("list", "--all", "--name")) {
            Virsh.run("undefine", name);
        }
    }

    private static List<String> named(String... command) throws IOException, InterruptedException {
        return Virsh.run(command).lines().map(String::strip).filter(name -> name.startsWith(PREFIX)).toList();
    }
}
