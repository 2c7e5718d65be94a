package io.porthole.audit.chain;

/**
 * The first thing that is not as it was.
 *
 * @param place of the entry in the chain; null for what has none; FORGED_TOMBSTONE: which of them, from 1
 * @param other CHECKPOINT_DIFFERS: the last place that a checkpoint confirms; REMOVED_TOO_EARLY: the rule's days; CUT_OFF: the last place that is missing; MOVED: where the entry
 *         that belongs here stands now; else null
 * @param event its id; null for an entry of which nothing is left
 */
public record ChainFault(Kind kind, Long place, Long other, Long event) {

    /** What was done to it. */
    public enum Kind {
        /** The event is not the one that was chained: it was changed, or it is another. */
        CHANGED,
        /** The event is gone, its place is not; or a place is missing. */
        REMOVED,
        /** The event stands in no place and waits for none, or does not follow from the entry before. */
        INSERTED,
        /** Another entry belongs in this place. */
        MOVED,
        /** A checkpoint knows entries behind the last one. */
        CUT_OFF,
        /** The chain agrees with itself and not with a checkpoint: it was made anew. */
        CHECKPOINT_DIFFERS,
        /** It was given a time before a checkpoint, and was chained after it. */
        BACKDATED,
        /** A later version of Porthole made it. */
        UNKNOWN_FORM,
        /** The checkpoint file was changed. */
        UNSIGNED_CHECKPOINT,
        /** Entries are gone, and nobody who may signed for that. */
        FORGED_TOMBSTONE,
        /** The rule's own term was not over. */
        REMOVED_TOO_EARLY
    }

    public String words() {
        return switch (kind) {
            case CHANGED -> "entry " + place + " (event " + event + ") was changed, or another was put in its place";
            case REMOVED -> place == null ? "event " + event + " was removed before it was chained"
                    : "entry " + place + (event == null ? "" : " (event " + event + ")") + " was removed";
            case INSERTED -> (place == null ? "" : "entry " + place + ", ") + "event " + event + " was inserted";
            case MOVED -> "entry " + place + " was reordered: what belongs there is entry " + other + " (event " + event + ") now";
            case CUT_OFF -> "entries " + place + " to " + other + " were cut off at the end";
            case CHECKPOINT_DIFFERS -> "entries from " + (other + 1) + " to " + place + " were rewritten: the chain differs from the signed checkpoint at " + place;
            case BACKDATED -> (place == null ? "" : "entry " + place + ", ") + "event " + event + " bears a time before a checkpoint that it came after";
            case UNKNOWN_FORM -> "entry " + place + " (event " + event + ") is of a form that this program does not know";
            case UNSIGNED_CHECKPOINT -> "line " + place + " of the checkpoints is not signed by the key";
            case FORGED_TOMBSTONE -> "tombstone " + place + ", of entries that were removed, is not signed by a key";
            case REMOVED_TOO_EARLY -> "entries to " + place + " were removed before their " + other + " days were over";
        };
    }
}
