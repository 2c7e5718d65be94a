package io.porthole.web;

import io.porthole.audit.AuditCheck;
import io.porthole.audit.chain.ChainFault;
import io.porthole.audit.chain.CheckResult;
import io.porthole.audit.chain.Tombstone;
import io.porthole.schedule.LongCheck;
import io.porthole.web.view.ChainView;

/** Puts the last check of the history into the words of the page. */
final class ChainLine {

    private ChainLine() {
    }

    /** @param comparing whether the visits are being compared with it */
    static ChainView of(AuditCheck check, boolean comparing) {
        boolean running = check.running() || comparing;
        return check.last().map(done -> view(done, running))
                .orElseGet(() -> new ChainView("UNCHECKED", running, 0, null, null, null, null, null, null));
    }

    private static ChainView view(LongCheck.Done<CheckResult> done, boolean running) {
        CheckResult result = done.result();
        String at = done.at().toString();
        if (result.unbroken()) {
            return new ChainView("UNBROKEN", running, result.entries(), at, null, null, null, null, removed(result.removed()));
        }
        ChainFault fault = result.fault();
        return new ChainView("BROKEN", running, result.entries(), at, words(fault), fault.place(), fault.other(), fault.event(), null);
    }

    private static ChainView.Removed removed(Tombstone tombstone) {
        return tombstone == null ? null : new ChainView.Removed(tombstone.place(), tombstone.removedAt(), tombstone.days());
    }

    private static String words(ChainFault fault) {
        boolean placed = fault.place() != null;
        return switch (fault.kind()) {
            case CHANGED -> "history.chain.fault.changed";
            case REMOVED -> placed ? "history.chain.fault.removed" : "history.chain.fault.removed-early";
            case INSERTED -> placed ? "history.chain.fault.inserted" : "history.chain.fault.inserted-outside";
            case MOVED -> "history.chain.fault.moved";
            case CUT_OFF -> "history.chain.fault.cut-off";
            case CHECKPOINT_DIFFERS -> "history.chain.fault.rewritten";
            case BACKDATED -> "history.chain.fault.backdated";
            case UNKNOWN_FORM -> "history.chain.fault.unknown-form";
            case UNSIGNED_CHECKPOINT -> "history.chain.fault.unsigned-checkpoint";
            case FORGED_TOMBSTONE -> "history.chain.fault.forged-tombstone";
            case REMOVED_TOO_EARLY -> "history.chain.fault.removed-too-early";
        };
    }
}
