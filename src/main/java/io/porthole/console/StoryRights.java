package io.porthole.console;

import java.util.Set;
import java.util.UUID;

import io.porthole.audit.RecordedEvent;
import io.porthole.identity.User;

/** How much a reader may know of somebody's visit to a console: decided here, for every page that tells of one. */
public enum StoryRights {

    /** As if there had been none. */
    NOTHING,
    /** Whoever uses the VM: who was on its console, when, how, and how it ended; not from where, nor what was behind it. */
    OF_PROJECT,
    /** The visitor: where they themselves came from, too. */
    OWN,
    /** Auditors: all but what broke behind the portal. */
    AUDITOR,
    /** Administrators: all. */
    ADMINISTRATOR;

    /** What else happened to a visit, such as that somebody watched its recording, is the auditors' business. */
    private static final Set<String> TOLD_TO_ALL = Set.of("CONSOLE_AUTHORIZED", "CONSOLE_CONNECTED", "CONNECTION_REFUSED", "CONSOLE_TAKEN_UP", "CONSOLE_ENDED", "CONSOLE_CUT",
            "CONSOLE_WATCHED", "WATCH_ANSWERED", "CONSOLE_TAKEN_OVER", "RECORDING_STARTED", "RECORDING_ENDED", "RECORDING_FAILED");

    /**
     * @param visitor whose visit it was; null for one that only Nova knows
     * @param project that the VM was in at that time
     */
    public static StoryRights of(User reader, UUID visitor, String project) {
        if (reader.administrator()) {
            return ADMINISTRATOR;
        }
        if (reader.mayAudit()) {
            return AUDITOR;
        }
        if (reader.id().equals(visitor)) {
            return OWN;
        }
        return reader.mayUse(project) ? OF_PROJECT : NOTHING;
    }

    /** Whether the reader may know who was on the consoles of a VM in that project. */
    public static boolean seesVisitors(User reader, String project) {
        return of(reader, null, project) != NOTHING;
    }

    /** All of the trail, and recordings. */
    public boolean audits() {
        return this == AUDITOR || this == ADMINISTRATOR;
    }

    /** Addresses, browsers and portal nodes of the visitor. */
    public boolean sources() {
        return audits() || this == OWN;
    }

    /** What was said to the visitor by who ended it. */
    public boolean words() {
        return sources();
    }

    /** What broke behind the portal. */
    public boolean causes() {
        return this == ADMINISTRATOR;
    }

    /** @return whether the reader may know that this happened */
    boolean tells(RecordedEvent event) {
        return audits() || TOLD_TO_ALL.contains(event.action());
    }

    /** @return what the reader may know of it */
    RecordedEvent shown(RecordedEvent event, String visitor) {
        if (audits()) {
            return event;
        }
        boolean own = this == OWN && visitor.equals(event.userName());
        return new RecordedEvent(event.id(), event.at(), event.action(), event.userName(), null, own ? event.address() : null, null, null,
                own ? event.userAgent() : null, null, event.instanceId(), event.instanceName(), event.project(), event.node(), event.sessionId(), event.door(),
                event.refusal(), event.incident(), "");
    }
}
