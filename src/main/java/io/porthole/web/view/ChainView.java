package io.porthole.web.view;

/**
 * Whether the history is as it was written.
 *
 * @param state   UNCHECKED, UNBROKEN or BROKEN
 * @param running whether a check is under way
 * @param entries as they were, from the first on
 * @param checked ISO instant of the check's end, or null
 * @param fault   message key of what is wrong, or null; with the place in the chain, the other place and the event that it speaks of
 */
public record ChainView(String state, boolean running, long entries, String checked, String fault, Long place, Long other, Long event) {
}
