package io.porthole.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import io.porthole.web.view.Noted;

/**
 * What commonly keeps a compute node from answering, or a VM from doing as it was told, known by the words of the portal, libvirt, SSH and QEMU: those are English,
 * and say seldom who can mend it. The first that is found counts: some say what several others say too.
 */
enum NodeCause {
    LIBRARY_MISSING("client library is missing"),
    NAME_UNKNOWN("no address is known for the name|Could not resolve hostname|Name or service not known|No address associated with hostname|failure in name resolution"),
    HOST_KEY("Host key verification failed"),
    CERTIFICATE("[Cc]ertificate|TLS handshake"),
    NOT_ADMITTED("Permission denied \\(|socket to '[^']*': Permission denied|authentication (failed|unavailable|cancelled)|access denied"),
    NO_LIBVIRT("socket to '[^']*': (No such file|Connection refused)"),
    NO_ROUTE("No route to host|(Network|Host) is unreachable"),
    REFUSED("Connection refused"),
    FOREIGN_ADDRESS("which is no address of this node|Cannot assign requested address"),
    DISK_IN_USE("Failed to get [^ ]* ?\"?[a-z ]+\"? lock|Is another process using the image"),
    DISK_MISSING("Cannot access (storage|backing) file|Could not open '|[Ss]torage volume not found"),
    DISK_FULL("No space left on device"),
    MEMORY("Cannot allocate memory|cannot set up guest memory"),
    NETWORK("network '[^']*' is not active|Network not found|Cannot get interface MTU"),
    KVM("Could not access KVM|KVM is not available|could not get preferred machine"),
    PORT("find an unused port|Address already in use"),
    BUSY("cannot acquire state change lock"),
    RUNS("is already (running|active)|runs already"),
    OFF("is off$|is not running|no longer running|has no VNC port yet"),
    GONE("no domain with matching"),
    NO_VNC("has no <graphics|VNC is switched off"),
    PASSWORD_FILE("holds no VNC password|VNC password in .* cannot be read"),
    UNDECLARED("is in no setting"),
    TIMEOUT("does not answer (in time|within)|[Tt]imed out|earlier question still hangs"),
    LOST("End of file while reading|hangup event|socket is closed|keepalive timeout|Connection reset|Broken pipe|is not connected|is not watched|met by somebody else");

    private final Pattern words;

    NodeCause(String words) {
        this.words = Pattern.compile(words);
    }

    /** @param said by whoever failed; null where nobody said anything */
    static Optional<NodeCause> of(String said) {
        return said == null ? Optional.empty() : Arrays.stream(values()).filter(cause -> cause.words.matcher(said).find()).findFirst();
    }

    /** What was said stays beside what it means: who mends it needs it word for word. */
    static Noted noted(String said, Locale locale) {
        return new Noted(of(said).map(cause -> BundleMessages.text(locale, cause.key())).orElse(null), null, said);
    }

    /** Of its words on a page. */
    String key() {
        return "cause." + name();
    }
}
