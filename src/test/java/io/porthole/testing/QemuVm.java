package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.UUID;

/** A real VM: QEMU under this machine's libvirt. A test brings it into the state that it needs. */
public final class QemuVm {

    /** libvirt starts QEMU within a second; a loaded machine may take longer. */
    private static final Duration KNOWN = Duration.ofSeconds(30);

    private final UUID id;
    private final String name;
    private final String project;
    private final int memory;
    private final String boot;
    private final String disk;

    /**
     * @param memory in MiB
     * @param boot what stands in the domain's {@code <os>}
     * @param disk its {@code <disk>}, or empty
     */
    QemuVm(String name, String project, int memory, String boot, String disk) {
        this.id = idOf(name);
        this.name = name;
        this.project = project;
        this.memory = memory;
        this.boot = boot;
        this.disk = disk;
    }

    static UUID idOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String project() {
        return project;
    }

    /** Starts it if it does not run, and waits until the portal knows. */
    public QemuVm running() throws Exception {
        if (!Virsh.run("domstate", name).equals("running")) {
            start();
        }
        return awaitState("RUNNING");
    }

    /** Switches it off if it runs, and waits until the portal knows. */
    public QemuVm off() throws Exception {
        if (!Virsh.run("domstate", name).equals("shut off")) {
            destroy();
        }
        return awaitState("OFF");
    }

    /** Returns as soon as virsh does. */
    public void start() throws Exception {
        Virsh.run("start", name);
    }

    /** Pulls its power cable; returns as soon as virsh does. */
    public void destroy() throws Exception {
        Virsh.run("destroy", name);
    }

    /** Stops its clock: not even a cursor blinks. Only {@link #destroy} comes after that, or a migration. */
    public void freeze() throws Exception {
        Virsh.run("suspend", name);
    }

    /** Presses its reset button. */
    public void reset() throws Exception {
        Virsh.run("reset", name);
    }

    public boolean runs() throws Exception {
        return Virsh.run("domstate", name).equals("running");
    }

    /** Where QEMU serves its screen on 127.0.0.1. */
    public int vncPort() throws Exception {
        return port(Virsh.run("domdisplay", "--type", "vnc", name));
    }

    /** @param display as virsh prints it: {@code vnc://127.0.0.1:0} */
    static int port(String display) {
        return 5900 + Integer.parseInt(display.replaceFirst(".*:(\\d+)$", "$1"));
    }

    /** Listens from now on for resets of this VM. */
    public Resets resets() throws Exception {
        return new Resets(Virsh.start("event", "--domain", name, "--event", "reboot"));
    }

    /** virsh ends as soon as the VM is reset, whoever asked for it. */
    public record Resets(Process virsh) implements AutoCloseable {

        public void await(Duration limit) throws Exception {
            Patience.until("virsh tells of an event", limit, () -> !virsh.isAlive());
            String told = new String(virsh.getInputStream().readAllBytes(), UTF_8);
            if (!told.contains("'reboot'")) {
                throw new AssertionError("Not a reset: " + told);
            }
        }

        @Override
        public void close() {
            virsh.destroy();
        }
    }

    private QemuVm awaitState(String state) throws Exception {
        Patience.until("the portal knows that " + name + " is " + state, KNOWN,
                () -> state.equals(PortalUnderTest.database().value("select state from instances where id = ?", id)));
        return this;
    }

    /**
     * TCG, for tests cannot count on KVM; the tablet lets the pointer go where it is put.
     *
     * @param vncPassword null: none of its own
     */
    String toXml(String listen, String vncPassword) {
        return """
                <domain type='qemu'>
                  <name>%s</name><uuid>%s</uuid>
                  <metadata><porthole:instance xmlns:porthole="urn:porthole:instance:1">
                    <porthole:project>%s</porthole:project></porthole:instance></metadata>
                  <memory unit='MiB'>%d</memory><vcpu>1</vcpu>
                  <os><type arch='x86_64' machine='pc'>hvm</type>%s</os>
                  <features><acpi/></features>
                  <devices>
                    %s
                    <input type='tablet' bus='usb'/>
                    <graphics type='vnc' autoport='yes' listen='%s'%s/>
                    <video><model type='vga'/></video>
                    <memballoon model='none'/>
                  </devices>
                </domain>
                """.formatted(name, id, project, memory, boot, disk, listen, vncPassword == null ? "" : " passwd='" + vncPassword + "'");
    }
}
