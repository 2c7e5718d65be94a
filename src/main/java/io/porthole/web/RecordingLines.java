package io.porthole.web;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.compute.InstanceId;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;
import io.porthole.recording.AddedRule;
import io.porthole.recording.AddedRules;
import io.porthole.recording.RecordedRole;
import io.porthole.recording.RecordingSettings;
import io.porthole.web.view.RuleLine;

/** Puts into words whose consoles are recorded, and who says so. */
@ApplicationScoped
public class RecordingLines {

    private final RecordingSettings settings;
    private final AddedRules added;
    private final InstanceCatalog instances;
    private final SettingPlaces places;

    protected RecordingLines() {
        this(null, null, null, null);
    }

    @Inject
    public RecordingLines(RecordingSettings settings, AddedRules added, InstanceCatalog instances, SettingPlaces places) {
        this.settings = settings;
        this.added = added;
        this.instances = instances;
        this.places = places;
    }

    List<RuleLine> all() {
        List<RuleLine> lines = new ArrayList<>();
        lines.add(ofSetting(settings.everywhere() ? "ALL" : "NONE", null, "recording"));
        new TreeMap<>(settings.byProject()).forEach((project, recorded) -> {
            if (recorded != settings.everywhere()) {
                lines.add(ofSetting(recorded ? "PROJECT" : "NOT_PROJECT", project, "project." + project + ".recording"));
            }
        });
        new TreeMap<>(settings.byInstance()).forEach((id, recorded) -> lines.add(ofSetting(recorded ? "INSTANCE" : "NOT_INSTANCE", name(id), "instance." + id + ".recording")));
        new TreeSet<>(settings.roles()).forEach(role -> lines.add(ofSetting(words(role), null, "recording_roles")));
        if (settings.onRequest()) {
            lines.add(ofSetting("REQUEST", null, "recording_on_request"));
        }
        added.all().forEach(rule -> lines.add(ofAdministrator(rule)));
        lines.add(ofSetting(settings.input() ? "INPUT" : "NO_INPUT", null, "recording_input"));
        return lines;
    }

    private RuleLine ofSetting(String words, String about, String key) {
        return new RuleLine(words, about, key, places.of(key), null, null, null, null);
    }

    private static RuleLine ofAdministrator(AddedRule rule) {
        String words = rule.kind() == AddedRule.Kind.ROLE ? words(RecordedRole.valueOf(rule.target())) : rule.kind().name();
        return new RuleLine(words, rule.name(), null, null, rule.by(), rule.at().toString(), rule.kind().name(), rule.target());
    }

    private static String words(RecordedRole role) {
        return "ROLE_" + role;
    }

    private String name(UUID id) {
        return instances.find(new InstanceId(id)).map(Instance::displayName).orElse(id.toString());
    }
}
