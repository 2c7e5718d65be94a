package io.porthole.audit.chain;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import io.porthole.audit.chain.ChainFault.Kind;

/**
 * Walks along the chain and finds the first fault. It is given every entry in its order ({@link AuditEntries}, or an export), then told
 * that this was all.
 */
public final class ChainCheck {

    /** A transaction takes seconds, and WildFly ends one after five minutes; the rest is for clocks that were set. */
    private static final Duration LATE = Duration.ofMinutes(10);
    /** So far ahead what belongs in a wrong entry's place is looked for. */
    private static final int LOOK_AHEAD = 10_000;

    private final Deque<Checkpoint> checkpoints = new ArrayDeque<>();
    private final int confirming;
    private long place;
    private String hash = CanonicalForm.START;
    private String hashBefore = CanonicalForm.START;
    private String at;
    private long lastEvent;
    private long confirmed;
    private Instant passed = Instant.MIN;
    private Tombstone removed;
    private int tombstones;
    /** Events that wait for a place, as the last ones that were told. */
    private final Set<Long> waiting = new LinkedHashSet<>();
    /** Those that waited in a part of an export behind which it went on: each must have its place by the end, or wait still. */
    private final Set<Long> awaited = new LinkedHashSet<>();
    private ChainFault fault;
    /** An entry with a wrong hash, while it is found out why. */
    private AuditEntry wrong;
    private int lookedAt;
    private boolean ended;

    /** @param checkpoints of one portal node or of several */
    public ChainCheck(Collection<Checkpoint> checkpoints) {
        checkpoints.stream().sorted(Comparator.comparingLong(Checkpoint::place)).forEach(this.checkpoints::add);
        confirming = checkpoints.size();
    }

    /**
     * The entries begin behind the last tombstone, which is told before them; the older ones must be right, too.
     *
     * @param keys one of which must have signed it; none: whoever wrote it is believed
     * @return whether what follows is of interest
     */
    public boolean tombstone(String line, Collection<PublicKey> keys) {
        tombstones++;
        if (fault != null || at != null) {
            return fault == null;
        }
        Optional<Tombstone> found = keys.isEmpty() ? Tombstone.unproven(line) : Tombstone.read(line, keys);
        if (found.isEmpty()) {
            fault = new ChainFault(Kind.FORGED_TOMBSTONE, (long) tombstones, null, null);
        } else if (found.get().place() > place) {
            beginBehind(found.get());
        }
        return fault == null;
    }

    /** @return whether the next entry is of interest; not once a fault is found */
    public boolean accept(AuditEntry entry) {
        if (fault == null && wrong != null) {
            explain(entry);
        } else if (fault == null && entry.place() == null) {
            outside(entry);
        } else if (fault == null) {
            chained(entry);
        }
        return fault == null;
    }

    /** That was all. */
    public CheckResult finish() {
        end();
        if (fault == null && !awaited.isEmpty()) {
            fault = new ChainFault(Kind.REMOVED, null, null, awaited.iterator().next());
        }
        return new CheckResult(place, at, waiting.size(), confirming, fault, removed);
    }

    /** What was removed behind a checkpoint is not much older than that: so the checkpoints prove the term, whatever the tombstone says. */
    private void beginBehind(Tombstone tombstone) {
        boolean overdue = tombstone.isOverdue(Instant.parse(tombstone.newest()));
        removed = tombstone;
        place = tombstone.place();
        hash = tombstone.hash();
        while (!checkpoints.isEmpty() && checkpoints.peek().place() <= place) {
            Checkpoint checkpoint = checkpoints.poll();
            overdue &= checkpoint.place() == place || tombstone.isOverdue(Instant.parse(checkpoint.at()).minus(LATE));
            compare(checkpoint, null);
        }
        if (fault == null && !overdue) {
            fault = new ChainFault(Kind.REMOVED_TOO_EARLY, place, (long) tombstone.days(), null);
        }
    }

    private void chained(AuditEntry entry) {
        awaited.addAll(waiting);
        waiting.clear();
        if (ended || entry.place() <= place) {
            fault = fault(Kind.INSERTED, entry);
        } else if (entry.place() > place + 1) {
            fault = new ChainFault(Kind.REMOVED, place + 1, null, null);
        } else if (entry.values() == null) {
            fault = fault(Kind.REMOVED, entry);
        } else if (entry.form() != CanonicalForm.NUMBER) {
            fault = fault(Kind.UNKNOWN_FORM, entry);
        } else if (!isOf(entry) || !CanonicalForm.hash(hash, entry.values()).equals(entry.hash())) {
            doubt(entry);
        } else {
            follow(entry);
        }
    }

    private void follow(AuditEntry entry) {
        if (isBackdated(entry)) {
            fault = fault(Kind.BACKDATED, entry);
            return;
        }
        awaited.remove(entry.event());
        place = entry.place();
        hashBefore = hash;
        hash = entry.hash();
        at = entry.at();
        lastEvent = entry.event();
        while (!checkpoints.isEmpty() && checkpoints.peek().place() <= place) {
            compare(checkpoints.poll(), entry.event());
        }
    }

    private void compare(Checkpoint checkpoint, Long event) {
        if (fault == null && checkpoint.place() == place && !checkpoint.hash().equals(hash)) {
            fault = new ChainFault(Kind.CHECKPOINT_DIFFERS, place, confirmed, event);
        }
        confirmed = checkpoint.place();
        Instant time = Instant.parse(checkpoint.at());
        passed = time.isAfter(passed) ? time : passed;
    }

    /** The hash is wrong: an entry was put in before this one, or this one was changed, or another stands in its place. */
    private void doubt(AuditEntry entry) {
        if (isOf(entry) && place > 0 && CanonicalForm.hash(hashBefore, entry.values()).equals(entry.hash())) {
            fault = new ChainFault(Kind.INSERTED, place, null, lastEvent);
        } else {
            wrong = entry;
        }
    }

    private void explain(AuditEntry later) {
        if (later.place() == null || ++lookedAt > LOOK_AHEAD) {
            fault = fault(Kind.CHANGED, wrong);
        } else if (later.values() != null && CanonicalForm.hash(hash, later.values()).equals(wrong.hash())) {
            fault = new ChainFault(Kind.MOVED, wrong.place(), later.place(), later.event());
        }
    }

    private void outside(AuditEntry entry) {
        if (entry.waiting() && entry.values() != null && !isBackdated(entry)) {
            awaited.remove(entry.event());
            waiting.add(entry.event());
            return;
        }
        end();
        if (fault == null) {
            fault = fault(entry.values() == null ? Kind.REMOVED : entry.waiting() ? Kind.BACKDATED : Kind.INSERTED, entry);
        }
    }

    /** The chain has no further entry. */
    private void end() {
        if (fault == null && wrong != null) {
            fault = fault(Kind.CHANGED, wrong);
        } else if (fault == null && !checkpoints.isEmpty()) {
            fault = new ChainFault(Kind.CUT_OFF, place + 1, checkpoints.peekLast().place(), null);
        }
        ended = true;
    }

    private boolean isBackdated(AuditEntry entry) {
        try {
            return passed != Instant.MIN && Instant.parse(entry.at()).isBefore(passed.minus(LATE));
        } catch (DateTimeParseException e) {
            return true; // no time that a clock could have shown
        }
    }

    /** An export may name another event than the chain does. */
    private static boolean isOf(AuditEntry entry) {
        return String.valueOf(entry.event()).equals(entry.values().get(CanonicalForm.ID));
    }

    private static ChainFault fault(Kind kind, AuditEntry entry) {
        return new ChainFault(kind, entry.place(), null, entry.event());
    }
}
