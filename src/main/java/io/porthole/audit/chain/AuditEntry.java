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

    String at() {
        return values == null ? null : values.get(CanonicalForm.AT);
    }

    /**
     * A place in the order of entries: those of the chain, then the events that stand outside of it.
     *
     * @param place in the chain, up to which it was read
     * @param event of those outside, up to which they were read; null: none was
     */
    public record Position(long place, Long event) {

        public static final Position BEGIN = new Position(0, null);

        /** @throws IllegalArgumentException for what is no {@link #key()} */
        public static Position of(String key) {
            if (!key.matches("\\d{1,18}")) {
                throw new IllegalArgumentException("'" + key + "' is no key of an entry");
            }
            return new Position(Long.parseLong(key), null);
        }

        /** @param entry which follows from here */
        public Position after(AuditEntry entry) {
            return entry.place() == null ? new Position(place, entry.event()) : new Position(entry.place(), null);
        }

        /** From where an export goes on, so that it misses nothing: what stood outside of the chain may stand in it by then, and comes again. */
        public String key() {
            return String.valueOf(place);
        }
    }
}
