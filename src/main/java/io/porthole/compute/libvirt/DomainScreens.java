package io.porthole.compute.libvirt;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.Stream;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;
import io.porthole.compute.InstanceId;

/** Takes pictures of what is on the screens of a node's domains. */
final class DomainScreens {

    private static final int PART_BYTES = 64 * 1024;
    /** A screen of 3840 × 2160 as a pixmap, and a little. */
    private static final int MOST_BYTES = 25 * 1024 * 1024;
    /** So many pictures may hang, of VMs whose QEMU does not answer libvirt; the node's other threads are for consoles and power. */
    private static final int MOST_PICTURES = 2;

    private final Duration callTimeout;
    private final NodeCalls calls;
    private final NodeConnection connection;
    /** Given back by the call itself: one that hangs keeps its place after its deadline, as it keeps its thread. */
    private final Semaphore places = new Semaphore(MOST_PICTURES);

    DomainScreens(Duration callTimeout, NodeCalls calls, NodeConnection connection) {
        this.callTimeout = callTimeout;
        this.calls = calls;
        this.connection = connection;
    }

    byte[] picture(InstanceId id) throws ComputeException {
        return calls.within(callTimeout, () -> {
            if (!places.tryAcquire()) {
                throw new ComputeException(Kind.FAILED, "earlier pictures still hang");
            }
            try {
                return connection.call(id, domain -> pictureNow(id, domain));
            } finally {
                places.release();
            }
        });
    }

    private static byte[] pictureNow(InstanceId id, Domain domain) throws LibvirtException, ComputeException {
        if (domain.isActive() == 0) {
            throw new ComputeException(Kind.INSTANCE_NOT_READY, id + " is off");
        }
        Stream stream = domain.getConnect().streamNew(0);
        try {
            domain.screenshot(stream, 0);
            byte[] picture = received(stream);
            stream.finish();
            return picture;
        } finally {
            stream.free();
        }
    }

    private static byte[] received(Stream stream) throws LibvirtException, ComputeException {
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        byte[] part = new byte[PART_BYTES];
        for (int read = stream.receive(part); read > 0; read = stream.receive(part)) {
            picture.write(part, 0, read);
            if (picture.size() > MOST_BYTES) {
                stream.abort();
                throw new ComputeException(Kind.FAILED, "the screen is larger than " + MOST_BYTES + " bytes");
            }
        }
        return picture.toByteArray();
    }
}
