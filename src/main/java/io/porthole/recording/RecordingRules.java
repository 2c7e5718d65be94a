package io.porthole.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Whose consoles are recorded. The pages ask before, the proxy at admission; both get the same answer. */
@ApplicationScoped
public class RecordingRules {

    private final RecordingSettings settings;

    protected RecordingRules() {
        this(null);
    }

    @Inject
    public RecordingRules(RecordingSettings settings) {
        this.settings = settings;
    }

    /**
     * What is said of the VM holds before what is said of its project, and that before what is said of all. A person's role, or their own wish, only ever adds
     * to it. Of whom it is not known who they are, any rule for roles may speak.
     */
    public boolean records(RecordedVisit visit) {
        return visit.asked() || ofRole(visit.role()) || ofInstance(visit);
    }

    private boolean ofRole(RecordedRole role) {
        return role == RecordedRole.UNKNOWN ? !settings.roles().isEmpty() : settings.roles().contains(role);
    }

    private boolean ofInstance(RecordedVisit visit) {
        boolean ofProject = visit.project() == null ? settings.everywhere() : settings.byProject().getOrDefault(visit.project(), settings.everywhere());
        return settings.byInstance().getOrDefault(visit.instanceId(), ofProject);
    }

    /** Whether people may have a visit recorded that no rule records. */
    public boolean onRequest() {
        return settings.onRequest();
    }

    /** Whether keys, pointer and clipboard are recorded wherever the screen is. */
    public boolean recordsInput() {
        return settings.input();
    }

    /** Whether a console of which nothing is known yet may turn out to be recorded. */
    public boolean mayRecord() {
        return settings.any();
    }
}
