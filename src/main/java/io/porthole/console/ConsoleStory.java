package io.porthole.console;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.porthole.audit.RecordedEvent;

/**
 * All that is known of one visit to a console, as far as its reader may know it; what they may not is null, or left out.
 *
 * @param visit as in the history
 * @param watched whose console it watched; null when it did not watch
 * @param watchers visits that watched this one
 * @param guestBy the invitation that it came by; null when it needed none
 * @param invitations that the visitor gave for this VM while they were there
 * @param events of the trail, in their order
 */
public record ConsoleStory(StoryRights rights, HistoryEntry visit, UUID instanceId, Watched watched, List<Connection> connections, List<Watcher> watchers,
        Guest guestBy, List<Guest> invitations, List<RecordedEvent> events) {

    /**
     * One WebSocket of the visit.
     *
     * @param reachedAt when the VM's screen was there; null when it never was
     * @param reason the name of a {@link RelayEnd}; null while it is open
     */
    public record Connection(String address, String portalNode, String userAgent, Instant openedAt, Instant reachedAt, Instant closedAt, String reason, String cause,
            long bytesToBrowser, long bytesToVm) {
    }

    /** @param until null while it goes on */
    public record Watcher(UUID visit, String name, Instant since, Instant until) {
    }

    /** The other visit, and whose it was. */
    public record Watched(UUID visit, String name) {
    }

    /** @param until when it ended, or is to end */
    public record Guest(String guest, String inviter, boolean viewOnly, Instant since, Instant until) {
    }
}
