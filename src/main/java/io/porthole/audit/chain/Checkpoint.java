package io.porthole.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PublicKey;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the chain was at a time, signed: one line {@code porthole-checkpoint-1 PLACE HASH AT NODE SIGNATURE}.
 *
 * @param at as in {@link ChainHead#chainedUntil}
 * @param node the portal node that signed
 */
public record Checkpoint(long place, String hash, String at, String node) {

    private static final String TAG = "porthole-checkpoint-1";
    private static final Pattern LINE = Pattern.compile("(" + TAG + " (\\d{1,18}) ([0-9a-f]{64}) (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z) (\\S+)) ([A-Za-z0-9+/=]+)");

    public static Checkpoint of(ChainHead head, String at, String node) {
        return new Checkpoint(head.place(), head.hash(), at, node.replaceAll("\\s", "_"));
    }

    /** The signature is of the line's UTF-8 up to the blank before it. */
    String line(AuditKey key) {
        return text() + " " + Base64.getEncoder().encodeToString(key.sign(text().getBytes(UTF_8)));
    }

    /** @return nothing for a line that none of the keys signed */
    static Optional<Checkpoint> read(String line, Collection<PublicKey> keys) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            return Optional.empty();
        }
        byte[] text = found.group(1).getBytes(UTF_8);
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(found.group(6));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean signed = keys.stream().anyMatch(key -> AuditKey.verifies(key, text, signature));
        return signed ? Optional.of(new Checkpoint(Long.parseLong(found.group(2)), found.group(3), found.group(4), found.group(5))) : Optional.empty();
    }

    private String text() {
        return String.join(" ", TAG, String.valueOf(place), hash, at, node);
    }
}
