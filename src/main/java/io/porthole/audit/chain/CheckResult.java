package io.porthole.audit.chain;

/**
 * What a check of the chain found.
 *
 * @param entries that are as they were, from the first on that is there
 * @param at the time of the last of these, ISO; null without one
 * @param waiting events that are to be chained yet
 * @param checkpoints that the chain was compared with
 * @param fault the first one; null: everything is as it was
 * @param removed what stands for the entries that were removed by rule; null: none was
 */
public record CheckResult(long entries, String at, long waiting, int checkpoints, ChainFault fault, Tombstone removed) {

    public boolean unbroken() {
        return fault == null;
    }
}
