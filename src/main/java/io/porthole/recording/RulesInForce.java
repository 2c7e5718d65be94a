package io.porthole.recording;

import java.util.List;

/** Whose consoles are recorded, as it is at one moment: for a page that asks it of many. */
public final class RulesInForce {

    private final RecordingSettings settings;
    private final List<AddedRule> added;

    RulesInForce(RecordingSettings settings, List<AddedRule> added) {
        this.settings = settings;
        this.added = List.copyOf(added);
    }

    /**
     * Of the settings, what is said of the VM holds before what is said of its project, and that before what is said of all. A person's role, or their own wish, only ever adds
     * to it, and so does whatever administrators added. Of whom it is not known who they are, any rule for roles may speak.
     */
    public boolean records(RecordedVisit visit) {
        return visit.asked() || ofRole(visit.role()) || ofInstance(visit) || added.stream().anyMatch(rule -> speaksOf(rule, visit));
    }

    private boolean ofRole(RecordedRole role) {
        return role == RecordedRole.UNKNOWN ? !settings.roles().isEmpty() : settings.roles().contains(role);
    }

    private boolean ofInstance(RecordedVisit visit) {
        boolean ofProject = visit.project() == null ? settings.everywhere() : settings.byProject().getOrDefault(visit.project(), settings.everywhere());
        return settings.byInstance().getOrDefault(visit.instanceId(), ofProject);
    }

    private static boolean speaksOf(AddedRule rule, RecordedVisit visit) {
        return switch (rule.kind()) {
            case INSTANCE -> rule.target().equals(visit.instanceId().toString());
            case PROJECT -> rule.target().equals(visit.project());
            case ROLE -> visit.role() == RecordedRole.UNKNOWN || rule.target().equals(visit.role().name());
        };
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
        return settings.any() || !added.isEmpty();
    }
}
