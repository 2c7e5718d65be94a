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

    /** @param project null for a VM of no project */
    public boolean records(String project) {
        return project == null ? settings.everywhere() : settings.byProject().getOrDefault(project, settings.everywhere());
    }

    /** Whether a console whose project is not known yet may turn out to be recorded. */
    public boolean mayRecord() {
        return settings.any();
    }
}
