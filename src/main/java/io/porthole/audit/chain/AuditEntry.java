package io.porthole.audit.chain;

import java.util.List;

/**
 * An event and its place in the chain.
 *
 * @param place null: it has none
 * @param event its id, as the chain has it
 * @param form of the bytes that the hash is of; null without a place
 * @param hash in hexadecimal digits; null without a place
 * @param waiting whether it is to get a place
 * @param values of {@link CanonicalForm#FIELDS}; null: the event is gone
 */
public record AuditEntry(Long place, long event, Integer form, String hash, boolean waiting, List<String> values) {

    private static final String OUTSIDE = "event-";

    /** From where an export goes on after this entry. */
    public String key() {
        return place == null ? OUTSIDE + event : place.toString();
    }

    String at() {
        return values == null ? null : values.get(CanonicalForm.AT);
    }

    /** A place in the order of entries: those of the chain, then the events that stand outside of it. */
    public record Position(boolean outside, long number) {

        public static final Position BEGIN = new Position(false, 0);

        /** @throws IllegalArgumentException for what is no {@link AuditEntry#key()} */
        public static Position of(String key) {
            boolean outside = key.startsWith(OUTSIDE);
            String digits = outside ? key.substring(OUTSIDE.length()) : key;
            if (!digits.matches("\\d{1,18}")) {
                throw new IllegalArgumentException("'" + key + "' is no key of an entry");
            }
            return new Position(outside, Long.parseLong(digits));
        }

        public static Position after(AuditEntry entry) {
            return entry.place() == null ? new Position(true, entry.event()) : new Position(false, entry.place());
        }
    }
}
