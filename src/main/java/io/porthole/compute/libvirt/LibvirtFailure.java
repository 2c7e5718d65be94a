package io.porthole.compute.libvirt;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.libvirt.Error;
import org.libvirt.LibvirtException;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;

/** Turns what libvirt says into what Porthole asks about. */
final class LibvirtFailure {

    /** QEMU's words, in libvirt's, of a VM that was told to listen on another node's address. */
    private static final Pattern FOREIGN_ADDRESS = Pattern.compile("-vnc (\\S+):\\d+(,\\S*)?: [^:]+: Cannot assign requested address");

    private LibvirtFailure() {
    }

    static ComputeException of(String nodeName, Throwable cause) {
        if (cause instanceof ComputeException known) {
            return known;
        }
        if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
            return of(nodeName, wrapped.getCause());
        }
        if (cause instanceof TimeoutException) {
            return new ComputeException(Kind.NODE_UNREACHABLE, nodeName + " does not answer in time", cause);
        }
        if (cause instanceof LinkageError) {
            return new ComputeException(Kind.NODE_UNREACHABLE,
                    "libvirt's client library is missing on this portal (Debian: apt-get install libvirt0)", cause);
        }
        if (cause instanceof LibvirtException libvirt) {
            return new ComputeException(kindOf(libvirt), nodeName + ": " + explained(reason(libvirt)), cause);
        }
        return new ComputeException(Kind.NODE_UNREACHABLE, nodeName + ": " + cause.getMessage(), cause);
    }

    static String reason(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /** What they mean comes first where they do not say it. */
    static String explained(String reason) {
        Matcher foreign = FOREIGN_ADDRESS.matcher(reason);
        return !foreign.find() ? reason : "the VM is to listen for VNC on " + foreign.group(1) + ", which is no address of this node: set listen='0.0.0.0', or an "
                + "address of this node, in the VM's <graphics>. " + reason;
    }

    private static Kind kindOf(LibvirtException exception) {
        Error error = exception.getError();
        if (error == null || error.getCode() == null) {
            return Kind.FAILED;
        }
        return switch (error.getCode()) {
            case VIR_ERR_NO_DOMAIN -> Kind.INSTANCE_GONE;
            case VIR_ERR_OPERATION_INVALID -> Kind.WRONG_STATE;
            case VIR_ERR_RPC, VIR_ERR_NO_CONNECT, VIR_ERR_INVALID_CONN, VIR_ERR_SYSTEM_ERROR, VIR_ERR_UNKNOWN_HOST -> Kind.NODE_UNREACHABLE;
            default -> Kind.FAILED;
        };
    }
}
