package io.porthole.compute.libvirt;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import org.libvirt.Error;
import org.libvirt.LibvirtException;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;

/** Turns what libvirt says into what Porthole asks about. */
final class LibvirtFailure {

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
            return new ComputeException(kindOf(libvirt), nodeName + ": " + reason(libvirt), cause);
        }
        return new ComputeException(Kind.NODE_UNREACHABLE, nodeName + ": " + cause.getMessage(), cause);
    }

    static String reason(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.replaceAll("\\p{Cntrl}+", " ").strip();
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
