package io.porthole.console;

import io.porthole.settings.Settings;

/** Whether administrators and auditors may watch a console that somebody has open. */
public record WatchSettings(Watching watching) {

    /** Not at all; with the person told; only where the person agrees. */
    public enum Watching {
        OFF,
        TOLD,
        CONSENT
    }

    public static WatchSettings from(Settings settings) {
        return new WatchSettings(settings.choice("watching", Watching.class, Watching.TOLD));
    }

    public boolean on() {
        return watching != Watching.OFF;
    }

    boolean asks() {
        return watching == Watching.CONSENT;
    }
}
