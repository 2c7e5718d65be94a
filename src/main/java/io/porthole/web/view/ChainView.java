package io.porthole.web.view;

/**
 * Whether the history is as it was written.
 *
 * @param state   UNCHECKED, UNBROKEN or BROKEN
 * @param running whether a check is under way
 * @param entries as they were, from the first on
 * @param checked ISO instant of the check's end, or null
 * @param fault   message key of what is wrong, or null; with the place in the chain, the other place and the event that it speaks of
 * @param removed what was taken away by rule, or null
 */
public record ChainView(String state, boolean running, long entries, String checked, String fault, Long place, Long other, Long event,
        Removed removed) {

    /**
     * Entries that are gone, as their tombstone says.
     *
     * @param to the last of them
     * @param at ISO instant
     * @param days for which they were kept
     */
    public record Removed(long to, String at, int days) {

        /** The first entry that is there. */
        public long next() {
            return to + 1;
        }
    }
}
