package io.porthole.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.porthole.settings.Settings;

/**
 * Whose consoles are recorded, where that lies, and what becomes of a console that cannot be recorded.
 *
 * @param everywhere for projects that say nothing, and for VMs of no project
 * @param keyFile holds the key that all recordings hang on; made at the first need
 * @param leastFreeBytes a disk with less free is full
 * @param keep how long a recording is kept after its end; zero: for ever
 * @param keepBytes how much is kept in all, the newest first; 0: no limit
 */
public record RecordingSettings(boolean everywhere, Map<String, Boolean> byProject, Path directory, Path keyFile,
        Overload overload, Full full, long leastFreeBytes, Duration keep, long keepBytes) {

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
        return new RecordingSettings(everywhere, Map.copyOf(byProject),
                settings.place("recording_directory").orElse(standard.resolve("recordings")),
                settings.place("recording_key_file").orElse(standard.resolve("recording.key")),
                settings.choice("recording_overload", Overload.class, Overload.WAIT),
                settings.choice("recording_full", Full.class, Full.REFUSE),
                settings.bytes("recording_least_free", GIGABYTE),
                Duration.ofDays(settings.number("recording_keep_days", 0, 0, MOST_DAYS)),
                settings.bytes("recording_keep_bytes", 0));
    }

    /** Whether any console can be recorded. */
    boolean any() {
        return everywhere || byProject.containsValue(true);
    }
}
