package io.porthole.console;

import java.util.UUID;

/**
 * Whose VM is visited by what right: what decides whether the visit is recorded.
 *
 * @param project null for a VM of no project
 * @param recordingAsked whether its person wants it recorded, whatever the rules say
 * @param rulesAdded whether there may be rules that administrators added; who is told that there are none need not ask for them
 */
public record ConsoleVisit(UUID instanceId, String project, ConsoleVisitor visitor, boolean recordingAsked, boolean rulesAdded) {

    static ConsoleVisit of(ConsoleSession session, boolean administrator) {
        return new ConsoleVisit(session.instanceId().uuid(), session.project(), visitor(session.watches() != null, session.invitationId() != null, administrator),
                session.recordingAsked(), true);
    }

    /** A guest who has a right of their own came by the invitation all the same. */
    static ConsoleVisitor visitor(boolean watches, boolean invited, boolean administrator) {
        if (watches) {
            return ConsoleVisitor.WATCHER;
        }
        if (invited) {
            return ConsoleVisitor.GUEST;
        }
        return administrator ? ConsoleVisitor.ADMIN : ConsoleVisitor.MEMBER;
    }
}
