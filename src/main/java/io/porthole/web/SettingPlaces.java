package io.porthole.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.settings.Setting;
import io.porthole.settings.Settings;

/** Where a setting that is in force is written. */
@ApplicationScoped
public class SettingPlaces {

    private final Settings settings;

    protected SettingPlaces() {
        this(null);
    }

    @Inject
    public SettingPlaces(Settings settings) {
        this.settings = settings;
    }

    /** @return the file or the variable; null where it is written nowhere and Porthole's own standard holds */
    String of(String key) {
        return settings.inForce().stream().filter(setting -> setting.key().equals(key) && setting.from() != null).map(Setting::from).findFirst().orElse(null);
    }
}
