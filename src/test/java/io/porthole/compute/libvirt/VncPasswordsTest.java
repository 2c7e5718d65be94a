package io.porthole.compute.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.InstanceId;
import io.porthole.compute.VncPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VncPasswordsTest {

    private static final InstanceId ID = InstanceId.parse("0f5a1c6e-3f0c-4b8e-9a51-2f1f5a5f0c11").orElseThrow();
    private static final DomainXml OPEN = domain("");
    private static final DomainXml LOCKED = domain(" passwd='libvirts'");
    private static final VncPassword OF_THE_NODE = new VncPassword("nodes");

    @TempDir
    private Path folder;

    @Test
    void whatLibvirtTellsGoesFirst() throws Exception {
        write("files\n");

        assertEquals(new VncPassword("libvirts"), VncPasswords.of(node(folder, OF_THE_NODE), ID, LOCKED));
    }

    @Test
    void fileOfTheInstanceGoesBeforeTheNodesPassword() throws Exception {
        write("files\n");

        assertEquals(new VncPassword("files"), VncPasswords.of(node(folder, OF_THE_NODE), ID, OPEN));
    }

    @Test
    void instanceWithoutAFileHasItsNodesPassword() throws Exception {
        assertEquals(OF_THE_NODE, VncPasswords.of(node(folder, OF_THE_NODE), ID, OPEN));
        assertEquals(OF_THE_NODE, VncPasswords.of(node(null, OF_THE_NODE), ID, OPEN));
        assertNull(VncPasswords.of(node(folder, null), ID, OPEN));
    }

    @Test
    void changedFileCountsAtOnce() throws Exception {
        write("files");
        VncPasswords.of(node(folder, null), ID, OPEN);
        write("changed");

        assertEquals(new VncPassword("changed"), VncPasswords.of(node(folder, null), ID, OPEN));
    }

    /** The node's password in its place would be a guess, which some servers count. */
    @Test
    void emptyFileIsToldAndNotPassedOver() throws IOException {
        write("\n");

        assertFails(ID + " holds no VNC password");
    }

    @Test
    void fileThatCannotBeReadIsToldAndNotPassedOver() throws IOException {
        Files.createDirectory(folder.resolve(ID.toString()));

        assertFails(ID + " cannot be read");
    }

    private void assertFails(String end) {
        ComputeException failed = assertThrows(ComputeException.class, () -> VncPasswords.of(node(folder, OF_THE_NODE), ID, OPEN));

        assertEquals(ComputeException.Kind.FAILED, failed.kind());
        assertTrue(failed.getMessage().endsWith(end), failed.getMessage());
    }

    private void write(String content) throws IOException {
        Files.writeString(folder.resolve(ID.toString()), content);
    }

    private static ComputeNode node(Path passwords, VncPassword password) {
        return new ComputeNode("n1", "test:///default", "127.0.0.1", null, true, null, password, passwords, null, "127.0.0.1");
    }

    private static DomainXml domain(String attributes) {
        return DomainXml.parse("<domain><name>desktop</name><devices><graphics type='vnc' port='5901'" + attributes + "/></devices></domain>");
    }
}
