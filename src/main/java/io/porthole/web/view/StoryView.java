package io.porthole.web.view;

import java.util.List;

/**
 * One console session, whole, as far as its reader may know it.
 *
 * @param visit    as in the history; an address that the reader may not see is null
 * @param audits   whether the reader reads the history of everybody
 * @param visits   whether the reader may see who else was on that VM
 * @param watched  id of the session that this one watched, or null; watchedName, whose it was
 * @param guestBy  the invitation that it came by, or null
 * @param events   in their order; what the reader may not see of them is null
 */
public record StoryView(HistoryRow visit, String instance, boolean audits, boolean visits, String watched, String watchedName, List<StoryConnection> connections, List<StoryWatcher> watchers,
        StoryGuest guestBy, List<StoryGuest> invitations, List<RecordingLink> recordings, List<EventRow> events) {
}
