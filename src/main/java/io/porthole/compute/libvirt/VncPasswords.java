package io.porthole.compute.libvirt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.InstanceId;
import io.porthole.compute.VncPassword;

/** Whose password opens a VNC server: the domain's own where libvirt tells one, else the one in the instance's file, else its node's. */
final class VncPasswords {

    private VncPasswords() {
    }

    /** @return null where none is known */
    static VncPassword of(ComputeNode node, InstanceId id, DomainXml xml) throws ComputeException {
        if (xml.vncPassword().isPresent()) {
            return new VncPassword(xml.vncPassword().get());
        }
        VncPassword own = node.vncPasswordFolder() == null ? null : inFile(node.vncPasswordFolder().resolve(id.toString()));
        return own == null ? node.vncPassword() : own;
    }

    /** Read anew for each console, so that a changed password counts at once. */
    private static VncPassword inFile(Path file) throws ComputeException {
        try {
            String password = Files.readString(file).stripTrailing();
            if (password.isEmpty()) {
                throw new ComputeException(Kind.FAILED, "the file " + file + " holds no VNC password");
            }
            return new VncPassword(password);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new ComputeException(Kind.FAILED, "the VNC password in " + file + " cannot be read", e);
        }
    }
}
