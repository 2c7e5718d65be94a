package io.porthole.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PublicKey;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;

/** A text in one line and, after a blank, the signature of its UTF-8 in Base64. */
final class SignedLine {

    private SignedLine() {
    }

    static String of(String text, AuditKey key) {
        return text + " " + Base64.getEncoder().encodeToString(key.sign(text.getBytes(UTF_8)));
    }

    /** @return nothing for a line that none of the keys signed */
    static Optional<String> text(String line, Collection<PublicKey> keys) {
        int blank = line.lastIndexOf(' ');
        if (blank < 0) {
            return Optional.empty();
        }
        String text = line.substring(0, blank);
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(line.substring(blank + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return keys.stream().anyMatch(key -> AuditKey.verifies(key, text.getBytes(UTF_8), signature)) ? Optional.of(text) : Optional.empty();
    }
}
