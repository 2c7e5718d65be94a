package io.porthole.web;

import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleVisit;
import io.porthole.identity.User;
import io.porthole.recording.RecordedRole;
import io.porthole.recording.RecordedVisit;

/** Visits as the rules of recording know them, made of what the pages know. */
final class RecordedVisits {

    private RecordedVisits() {
    }

    static RecordedVisit of(ConsoleVisit visit) {
        return new RecordedVisit(visit.instanceId(), visit.project(), RecordedRole.valueOf(visit.visitor().name()), visit.recordingAsked());
    }

    /** Of one who has not opened it yet. */
    static RecordedVisit byRight(User user, InstanceId instance, String project) {
        return new RecordedVisit(instance.uuid(), project, user.administrator() ? RecordedRole.ADMIN : RecordedRole.MEMBER, false);
    }

    static RecordedVisit byInvitation(InstanceId instance, String project) {
        return new RecordedVisit(instance.uuid(), project, RecordedRole.GUEST, false);
    }
}
