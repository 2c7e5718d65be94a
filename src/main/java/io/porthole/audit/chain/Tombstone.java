package io.porthole.audit.chain;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for the entries that were removed from the beginning of the chain, signed: one line
 * {@code porthole-tombstone-1 PLACE HASH NEWEST DAYS REMOVED NODE SIGNATURE}.
 *
 * @param place of the last one that was removed
 * @param hash at that place: the next entry follows from it
 * @param newest the latest time that one of them bore, ISO
 * @param days the rule: how long entries were kept
 * @param removedAt the database's time, ISO
 * @param node the portal node that removed them
 */
public record Tombstone(long place, String hash, String newest, int days, String removedAt, String node) {

    private static final String TAG = "porthole-tombstone-1";
    private static final String TIME = "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z)";
    private static final Pattern TEXT = Pattern.compile(TAG + " (\\d{1,18}) ([0-9a-f]{64}) " + TIME + " (\\d{1,6}) " + TIME + " (\\S+)");

    public Tombstone {
        node = node.replaceAll("\\s", "_");
    }

    String line(AuditKey key) {
        return SignedLine.of(text(), key);
    }

    /** @return nothing for a line that none of the keys signed */
    public static Optional<Tombstone> read(String line, Collection<PublicKey> keys) {
        return SignedLine.text(line, keys).flatMap(Tombstone::parse);
    }

    /** What a line says, whoever wrote it. */
    static Optional<Tombstone> unproven(String line) {
        return line.indexOf(' ') < 0 ? Optional.empty() : parse(line.substring(0, line.lastIndexOf(' ')));
    }

    /** Whether the entry that the checkpoint confirms is among those that were removed. */
    public boolean covers(Checkpoint checkpoint) {
        return checkpoint.place() < place || checkpoint.place() == place && checkpoint.hash().equals(hash);
    }

    /** Whether what bore this time had outlived the rule's term. */
    boolean isOverdue(Instant time) {
        return !time.plus(Duration.ofDays(days)).isAfter(Instant.parse(removedAt));
    }

    private static Optional<Tombstone> parse(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.matches() || !isTime(found.group(3)) || !isTime(found.group(5))) {
            return Optional.empty();
        }
        return Optional.of(new Tombstone(Long.parseLong(found.group(1)), found.group(2), found.group(3), Integer.parseInt(found.group(4)), found.group(5), found.group(6)));
    }

    private static boolean isTime(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private String text() {
        return String.join(" ", TAG, String.valueOf(place), hash, newest, String.valueOf(days), removedAt, node);
    }
}
