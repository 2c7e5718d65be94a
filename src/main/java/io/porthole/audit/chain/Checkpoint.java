package io.porthole.audit.chain;

import java.security.PublicKey;
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
    private static final Pattern TEXT = Pattern.compile(TAG + " (\\d{1,18}) ([0-9a-f]{64}) (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z) (\\S+)");

    public static Checkpoint of(ChainHead head, String at, String node) {
        return new Checkpoint(head.place(), head.hash(), at, node.replaceAll("\\s", "_"));
    }

    /** The signature is of the line's UTF-8 up to the blank before it. */
    String line(AuditKey key) {
        return SignedLine.of(text(), key);
    }

    /** @return nothing for a line that none of the keys signed */
    static Optional<Checkpoint> read(String line, Collection<PublicKey> keys) {
        return SignedLine.text(line, keys).map(TEXT::matcher).filter(Matcher::matches)
                .map(found -> new Checkpoint(Long.parseLong(found.group(1)), found.group(2), found.group(3), found.group(4)));
    }

    private String text() {
        return String.join(" ", TAG, String.valueOf(place), hash, at, node);
    }
}
