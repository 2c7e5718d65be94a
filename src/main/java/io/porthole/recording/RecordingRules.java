package io.porthole.recording;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Whose consoles are recorded. The pages ask before, the proxy at admission; both get the same answer, and no older one. */
@ApplicationScoped
public class RecordingRules {

    private final RecordingSettings settings;
    private final AddedRules added;

    protected RecordingRules() {
        this(null, null);
    }

    @Inject
    public RecordingRules(RecordingSettings settings, AddedRules added) {
        this.settings = settings;
        this.added = added;
    }

    public RulesInForce now() {
        return new RulesInForce(settings, added.all());
    }

    /** Of one visit; who asks of many takes {@link #now}. */
    public boolean records(RecordedVisit visit) {
        return now().records(visit);
    }

    /** Where PostgreSQL has just said that no rule was added: each question more is one for every console that opens. */
    boolean recordsWithoutAdded(RecordedVisit visit) {
        return new RulesInForce(settings, List.of()).records(visit);
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
        return settings.any() || now().mayRecord();
    }
}
