package io.porthole.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/**
 * Whose consoles are recorded, where that lies, and what becomes of a console that cannot be recorded.
 *
 * @param everywhere for projects that say nothing, and for VMs of no project
 * @param roles whose visits are recorded wherever they go
 * @param onRequest whether people may have a visit of their own recorded
 * @param input whether what they type and point at is recorded beside the screen
 * @param keyFile holds the key that all recordings hang on; made at the first need
 * @param leastFreeBytes a disk with less free is full
 * @param keep how long a recording is kept after its end; zero: for ever
 * @param keepBytes how much is kept in all, the newest first; 0: no limit
 */
public record RecordingSettings(boolean everywhere, Map<String, Boolean> byProject, Map<UUID, Boolean> byInstance, Set<RecordedRole> roles, boolean onRequest, boolean input,
        Path directory, Path keyFile, Overload overload, Full full, long leastFreeBytes, Duration keep, long keepBytes) {

    /** What gives way when the disk is slower than a screen. */
    public enum Overload {
        /** The screen: the VNC server is read as fast as the disk takes it. */
        WAIT,
        /** The recording ends there, and the page says so. */
        STOP
    }

    /** What becomes of a console whose recording cannot begin, or cannot go on. */
    public enum Full {
        /** It ends: nobody is on a console unseen. */
        REFUSE,
        /** It goes on without, and the page says so. */
        GO_ON
    }

    private static final long GIGABYTE = 1L << 30;
    private static final int MOST_DAYS = 36_500;

    public static RecordingSettings from(Settings settings) {
        boolean everywhere = settings.flag("recording", false);
        Map<String, Boolean> byProject = new HashMap<>();
        for (String project : settings.namesUnder("project")) {
            byProject.put(project, settings.flag("project." + project + ".recording", everywhere));
        }
        Path standard = Path.of(System.getProperty("jboss.server.data.dir", "."));
        return new RecordingSettings(everywhere, Map.copyOf(byProject), byInstance(settings), roles(settings), settings.flag("recording_on_request", false),
                settings.flag("recording_input", false),
                settings.placeOr("recording_directory", standard.resolve("recordings")),
                settings.placeOr("recording_key_file", standard.resolve("recording.key")),
                settings.choice("recording_overload", Overload.class, Overload.WAIT),
                settings.choice("recording_full", Full.class, Full.REFUSE),
                settings.bytes("recording_least_free", GIGABYTE),
                Duration.ofDays(settings.number("recording_keep_days", 0, 0, MOST_DAYS)),
                settings.bytes("recording_keep_bytes", 0));
    }

    /** By their ids: names are given twice, and changed. */
    private static Map<UUID, Boolean> byInstance(Settings settings) {
        Map<UUID, Boolean> rules = new HashMap<>();
        for (String name : settings.namesUnder("instance")) {
            String key = "instance." + name + ".recording";
            if (settings.text(key).isEmpty()) {
                throw new SettingException(key, "is missing: of a single VM nothing else can be said");
            }
            rules.put(idOf(key, name), settings.flag(key, true));
        }
        return Map.copyOf(rules);
    }

    private static UUID idOf(String key, String name) {
        try {
            UUID id = UUID.fromString(name);
            if (id.toString().equalsIgnoreCase(name)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw new SettingException(key, "'" + name + "' is not the id of a VM, which virsh domuuid tells");
        }
        throw new SettingException(key, "'" + name + "' is not the whole id of a VM, which virsh domuuid tells");
    }

    private static Set<RecordedRole> roles(Settings settings) {
        List<RecordedRole> roles = settings.choices("recording_roles", RecordedRole.class, List.of());
        return roles.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(roles));
    }

    /** Whether any console can be recorded. */
    boolean any() {
        return everywhere || onRequest || !roles.isEmpty() || byProject.containsValue(true) || byInstance.containsValue(true);
    }
}
